import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { HOST } from './firebase-config.ts';
import { StackError } from './stack-error.ts';

/** By this file firebase-tools knows an export of the emulators; `HubExport` in `hubExport.js`. */
const METADATA = 'firebase-export-metadata.json';

/** An export of a large project takes a while; one of the demo's size a second. */
const EXPORT_WITHIN_MS = 60_000;

/** Whether the folder holds an export of the emulators. */
export function holdsExport(folder: string): boolean {
  return existsSync(path.join(folder, METADATA));
}

/** @throws {StackError} `data-folder` when there is no export to import. */
export function assertImportable(folder: string): void {
  if (holdsExport(folder)) return;
  throw new StackError('data-folder', `There is no exported data in ${folder}.`, {
    next: 'Give the folder of an earlier `--export`, or use `--data`, which begins a new one.',
  });
}

/**
 * Exports replace the whole folder, so only an empty one, an earlier export and a new name will do.
 *
 * @throws {StackError} `data-folder` when something else would be lost.
 */
export function assertExportable(folder: string): void {
  if (!existsSync(folder) || holdsExport(folder) || readdirSync(folder).length === 0) return;
  throw new StackError(
    'data-folder',
    `${folder} holds other things than exported data, and an export would remove them.`,
    { next: 'Choose a new folder, for example `--data .data`.' },
  );
}

/**
 * Writes what is in Auth and Firestore to `folder`, in the place of an earlier export.
 *
 * @throws {StackError} `export-failed` with what the emulators said.
 */
export async function exportData(hubPort: number, folder: string): Promise<void> {
  try {
    const response = await fetch(`http://${HOST}:${hubPort}/_admin/export`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        path: folder,
        initiatedBy: 'live-claims',
        targets: ['auth', 'firestore'],
      }),
      signal: AbortSignal.timeout(EXPORT_WITHIN_MS),
    });
    if (!response.ok) throw new Error(await response.text());
  } catch (error) {
    throw new StackError('export-failed', `The data could not be written to ${folder}.`, {
      cause: error,
      details: [String(error instanceof Error ? error.message : error)],
      next: 'The folder keeps what an earlier export left there. See the emulator log for the reason.',
    });
  }
}
