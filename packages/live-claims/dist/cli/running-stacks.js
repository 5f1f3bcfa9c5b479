import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
/** A hub on this machine answers at once. */
const ANSWERS_WITHIN_MS = 1000;
/**
 * The emulator suites that run on this machine, by the notes that firebase-tools leaves in the folder for
 * temporary files (`hub-<project>.json`). Notes whose hub does not answer are passed over. Never throws.
 */
export async function runningStacks(folder = tmpdir()) {
    const files = await readdir(folder).catch(() => []);
    const notes = files.flatMap((file) => {
        const projectId = /^hub-(.+)\.json$/.exec(file)?.[1];
        return projectId === undefined ? [] : [{ projectId, file: path.join(folder, file) }];
    });
    const found = await Promise.all(notes.map(async ({ projectId, file }) => {
        const hub = await firstAnswering(await originsIn(file));
        return hub === null ? [] : [{ projectId, hub }];
    }));
    return found.flat().sort((a, b) => a.projectId.localeCompare(b.projectId, 'en'));
}
async function originsIn(file) {
    try {
        const { origins } = JSON.parse(await readFile(file, 'utf8'));
        return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [];
    }
    catch {
        return [];
    }
}
async function firstAnswering(origins) {
    for (const origin of origins) {
        try {
            const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
            const answer = await fetch(`${origin}/emulators`, { signal });
            await answer.body?.cancel();
            if (answer.ok)
                return new URL(origin).host;
        }
        catch {
            // An older run's note.
        }
    }
    return null;
}
