import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOST } from './firebase-config.ts';
import { manifestJar } from './manifest-jar.ts';
import { StackError } from './stack-error.ts';

/** The main class as the Google Cloud CLI's own start script, `cloud_firestore_emulator`, names it. */
const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';

/** firebase-tools runs the jar that this variable names instead of its own download. */
export const JAR_VARIABLE = 'FIRESTORE_EMULATOR_BINARY_PATH';

/** Where the Firestore emulator comes from; `jar` only where firebase-tools has to be told. */
export type FirestoreEmulator =
  | { readonly source: 'environment'; readonly jar: string }
  | { readonly source: 'firebase-tools'; readonly jar: null }
  | { readonly source: 'gcloud'; readonly jar: string };

export interface FirestoreEmulatorSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Whether firebase-tools has its own copy, after a download where one is needed and possible. */
  readonly ensureDownloaded: () => Promise<boolean>;
  /** Where to write the few bytes that lead to the Cloud CLI's copy. The caller removes it. */
  readonly folder: string;
}

/**
 * Finds the emulator: the one that the environment names, firebase-tools' own (downloaded if need
 * be), or else the Google Cloud CLI's component.
 *
 * @throws {StackError} `no-firestore-emulator` when there is none; it says what to install.
 */
export async function findFirestoreEmulator(
  search: FirestoreEmulatorSearch,
): Promise<FirestoreEmulator> {
  const named = search.env[JAR_VARIABLE];
  if (named) {
    if (existsSync(named)) return { source: 'environment', jar: named };
    throw new StackError(
      'no-firestore-emulator',
      `${JAR_VARIABLE} names ${named}, which is not there.`,
      {
        next: `Correct or unset ${JAR_VARIABLE}, then try again.`,
      },
    );
  }
  if (await search.ensureDownloaded()) return { source: 'firebase-tools', jar: null };
  const component = gcloudRoots(search.env, search.platform).map(componentJar).find(existsSync);
  if (component) {
    const jar = path.join(search.folder, 'firestore-emulator.jar');
    // firebase-tools wants to make the file executable, which only its owner may do: hence not
    // the component itself but a jar of ours that leads to it.
    writeFileSync(jar, manifestJar(MAIN_CLASS, pathToFileURL(component).href));
    return { source: 'gcloud', jar };
  }
  throw new StackError(
    'no-firestore-emulator',
    'The Firestore emulator is neither here nor can it be downloaded.',
    {
      next:
        'Connect to the internet once (firebase-tools downloads it, 137 MB), or install the Google\n' +
        'Cloud CLI with `gcloud components install cloud-firestore-emulator`, then try again.',
    },
  );
}

function componentJar(root: string): string {
  return path.join(root, 'platform', 'cloud-firestore-emulator', 'cloud-firestore-emulator.jar');
}

/** Folders in which the Google Cloud CLI may be installed, most telling first. */
export function gcloudRoots(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  followLinks: (file: string) => string | null = existingRealPath,
): readonly string[] {
  const { delimiter, join, dirname } = platform === 'win32' ? path.win32 : path.posix;
  const program = platform === 'win32' ? 'gcloud.cmd' : 'gcloud';
  const onPath = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => followLinks(join(folder, program)))
    .filter((file) => file !== null)
    .map((file) => dirname(dirname(file)));
  const usual =
    platform === 'win32'
      ? [join(env.LOCALAPPDATA ?? '', 'Google', 'Cloud SDK', 'google-cloud-sdk')]
      : [
          join(homedir(), 'google-cloud-sdk'),
          '/usr/lib/google-cloud-sdk',
          '/opt/homebrew/share/google-cloud-sdk',
          '/usr/local/share/google-cloud-sdk',
        ];
  return [...new Set([...onPath, ...usual])];
}

function existingRealPath(file: string): string | null {
  return existsSync(file) ? realpathSync(file) : null;
}

/**
 * `JDK_JAVA_OPTIONS` for an emulator that runs for minutes: it compiles quickly rather than well, which
 * takes half of the processor time, and does not print a stack trace of every request that it refuses.
 *
 * @param folder where to write how it logs. The caller removes it.
 */
export function briefJvm(folder: string, given = ''): string {
  const logging = path.join(folder, 'logging.properties');
  writeFileSync(logging, '.level=SEVERE\nhandlers=java.util.logging.ConsoleHandler\n');
  const options = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    // A backslash would be an escape within the quotes.
    `"-Djava.util.logging.config.file=${logging.replaceAll('\\', '/')}"`,
  ];
  return [...options, given].join(' ').trim();
}

/**
 * Has the emulator answer a read and a commit of nothing, from which its JVM loads what the first
 * real requests would wait for, while firebase-tools is still busy with the other emulators. Never
 * throws.
 */
export async function warmFirestore(port: number, projectId: string): Promise<void> {
  const documents = `http://${HOST}:${port}/v1/projects/${projectId}/databases/(default)/documents`;
  // By this token the emulator knows the Admin SDK.
  const headers = { authorization: 'Bearer owner', 'content-type': 'application/json' };
  try {
    await fetch(`${documents}/warm/up`, { headers });
    await fetch(`${documents}:commit`, { method: 'POST', headers, body: '{"writes":[]}' });
  } catch {
    // The stack has ended meanwhile, which is reported where it is awaited.
  }
}
