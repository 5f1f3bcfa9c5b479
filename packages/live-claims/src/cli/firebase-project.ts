import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import jsonc from 'jsonc-parser';

/** What `firebase.json` and `.firebaserc` say about an app. */
export interface FirebaseProject {
  /** Address of the emulator hub, as `127.0.0.1:4400`. */
  readonly hub: string;
  /** The project that the emulators run as unless told otherwise. */
  readonly projectId: string;
  /** Ids of projects by the names that `.firebaserc` gives them, such as `staging`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The folder with `firebase.json`; where there is none, the one to begin with. */
  readonly root: string;
  /** The folders of its functions. */
  readonly functions: readonly string[];
  /** Path of the security rules of Firestore: of the first database, where there are several. */
  readonly rulesFile: string;
  /** What it says of each Firestore database. */
  readonly firestore: readonly FirestoreFiles[];
  /** Whether there is a `firebase.json`. */
  readonly hasFile: boolean;
}

/** The files of a Firestore database, relative to `firebase.json`; null for none. */
export interface FirestoreFiles {
  readonly database: string;
  readonly rules: string | null;
  readonly indexes: string | null;
}

/** What firebase-tools takes where the files say nothing. */
const DEFAULTS = { host: '127.0.0.1', hubPort: 4400, project: 'demo-no-project' } as const;

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
export function findFirebaseProject(folder: string = process.cwd()): FirebaseProject {
  const found = folderWith('firebase.json', path.resolve(folder));
  const root = found ?? path.resolve(folder);
  const { emulators, firestore, functions } = readJson(path.join(root, 'firebase.json'));
  const { hub } = recordOf(emulators);
  const { host, port } = recordOf(hub);
  const projects = Object.entries(recordOf(readJson(path.join(root, '.firebaserc')).projects));
  const aliases = new Map(
    projects.filter((entry) => typeof entry[1] === 'string') as [string, string][],
  );
  const databases = firestoreFiles(firestore);
  return {
    hub: `${typeof host === 'string' ? host : DEFAULTS.host}:${typeof port === 'number' ? port : DEFAULTS.hubPort}`,
    projectId: aliases.get('default') ?? DEFAULTS.project,
    aliases,
    root,
    functions: [functions].flat().flatMap((each) => {
      const { source } = recordOf(each);
      return typeof source === 'string' ? [path.join(root, source)] : [];
    }),
    rulesFile: path.join(root, databases[0]?.rules ?? 'firestore.rules'),
    firestore: databases,
    hasFile: found !== null,
  };
}

/**
 * What `firebase.json` says of Firestore: one object, or a list of them where a project has several databases.
 *
 * @example firestoreFiles({ rules: 'firestore.rules' })
 */
export function firestoreFiles(firestore: unknown): readonly FirestoreFiles[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return [firestore ?? []].flat().map((each) => {
    const { database, rules, indexes } = recordOf(each);
    return {
      database: text(database) ?? '(default)',
      rules: text(rules),
      indexes: text(indexes),
    };
  });
}

/**
 * The folder with a file of this name, here or above; null for none.
 *
 * @example folderWith('firebase.json', '/home/ada/my-app/web') // '/home/ada/my-app'
 */
export function folderWith(name: string, folder: string): string | null {
  if (existsSync(path.join(folder, name))) return folder;
  const above = path.dirname(folder);
  return above === folder ? null : folderWith(name, above);
}

/**
 * A JSON text with comments, as firebase-tools allows them; empty for what is none.
 *
 * @example json('{ "type": "module" } // ours').type
 */
export const json = (text = '') => recordOf(jsonc.parse(text, [], { allowTrailingComma: true }));

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    return json(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * The value if it is an object, else an empty one: what others have written is read by its fields.
 *
 * @example recordOf(null).hub // undefined
 */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
