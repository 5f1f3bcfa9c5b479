import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
/** What firebase-tools takes where the files say nothing. */
const DEFAULTS = { host: '127.0.0.1', hubPort: 4400, project: 'demo-no-project' };
/**
 * Reads the Firebase project that a folder belongs to: `firebase.json` is looked for there and in the folders
 * above, as firebase-tools does. Where there is none, or it cannot be read, the defaults of firebase-tools come
 * back. Never throws.
 *
 * @param folder where to begin.
 * @default process.cwd()
 * @example
 * const { hub } = findFirebaseProject();
 */
export function findFirebaseProject(folder = process.cwd()) {
    const root = folderWith('firebase.json', path.resolve(folder)) ?? folder;
    const { emulators, firestore } = readJson(path.join(root, 'firebase.json'));
    const { hub } = recordOf(emulators);
    const { host, port } = recordOf(hub);
    const { default: projectId } = recordOf(readJson(path.join(root, '.firebaserc')).projects);
    const { rules } = recordOf(Array.isArray(firestore) ? firestore[0] : firestore);
    return {
        hub: `${typeof host === 'string' ? host : DEFAULTS.host}:${typeof port === 'number' ? port : DEFAULTS.hubPort}`,
        projectId: typeof projectId === 'string' ? projectId : DEFAULTS.project,
        rulesFile: path.join(root, typeof rules === 'string' ? rules : 'firestore.rules'),
    };
}
function folderWith(name, folder) {
    if (existsSync(path.join(folder, name)))
        return folder;
    const above = path.dirname(folder);
    return above === folder ? null : folderWith(name, above);
}
function readJson(file) {
    try {
        return recordOf(JSON.parse(readFileSync(file, 'utf8')));
    }
    catch {
        return {};
    }
}
function recordOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
