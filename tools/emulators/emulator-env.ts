import { existsSync } from 'node:fs';
import path from 'node:path';
import { JAR_VARIABLE } from './firestore-emulator.ts';

export interface EmulatorEnvOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The folder of the `java` program; null where no emulator needs one. */
  readonly javaBin: string | null;
  /** The folder of the `node` program that runs this. */
  readonly nodeBin: string;
  readonly firestoreJar: string | null;
  /** `JDK_JAVA_OPTIONS`; null to leave what the environment says. */
  readonly jvmOptions: string | null;
  /** A folder of this run's own, removed afterwards. */
  readonly runFolder: string;
  /** Where compiled code is kept from one run to the next. */
  readonly compileCache: string;
  /**
   * Whether other stacks of the same project may run at the same time: firebase-tools notes in the
   * folder for temporary files which hub is the project's, so each then gets a folder of its own.
   */
  readonly shared: boolean;
  /** Whether there are functions of firebase-functions 5 or older, which can be asked on a port only. */
  readonly oldFunctions?: boolean | undefined;
  readonly has?: (file: string) => boolean;
}

/** Variables that would lead a local run to a real project, or to another run's emulators. */
const LEFT_OUT =
  /^(GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_CLOUD_(PROJECT|QUOTA_PROJECT)|GCLOUD_PROJECT|GCP_PROJECT|FIREBASE_(CONFIG|TOKEN|EMULATOR_HUB)|(\w+_)?EMULATOR_HOST|DEBUG)$/;

/**
 * The environment for firebase-tools. Read from the source of firebase-tools 15.34; each line keeps
 * it from using other emulators, or from leaving files behind.
 */
export function emulatorEnv(options: EmulatorEnvOptions): NodeJS.ProcessEnv {
  const { env, runFolder } = options;
  const kept = Object.entries(env).filter(([name]) => !LEFT_OUT.test(name) && name !== 'Path');
  return {
    ...Object.fromEntries(kept),
    PATH: searchPath(options),
    ...(options.firestoreJar ? { [JAR_VARIABLE]: options.firestoreJar } : {}),
    ...(options.jvmOptions ? { JDK_JAVA_OPTIONS: options.jvmOptions } : {}),
    ...(options.shared ? { TMPDIR: runFolder, TEMP: runFolder, TMP: runFolder } : {}),
    // No account and no consent to telemetry: both are kept in this folder.
    XDG_CONFIG_HOME: path.join(runFolder, 'config'),
    // No message of the day, which is fetched.
    CI: 'true',
    NO_UPDATE_NOTIFIER: '1',
    // No search for a Google Cloud machine's own account.
    METADATA_SERVER_DETECTION: 'none',
    // It asks npm for the newest firebase-functions, and waits up to ten seconds for the answer.
    npm_config_offline: 'true',
    FIREBASE_DEBUG_PATH: path.join(runFolder, 'firebase-debug.log'),
    // Functions hand over their definitions in a file instead of on a port taken at random.
    ...(options.oldFunctions ? {} : { FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true' }),
    // Seconds; the default of 10 is short for a cold start on a busy machine.
    FUNCTIONS_DISCOVERY_TIMEOUT: '60',
    NODE_COMPILE_CACHE: options.compileCache,
  };
}

/**
 * `PATH` on which `java` and `node` are the ones that were chosen, although a system's `bin` folder
 * often holds an older one of either beside the newer one of the other.
 */
function searchPath({ env, javaBin, nodeBin, has = existsSync }: EmulatorEnvOptions): string {
  const rest = env.PATH ?? env.Path ?? '';
  const program = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);
  if (javaBin === null) return [nodeBin, rest].join(path.delimiter);
  const first = has(path.join(javaBin, program('node'))) ? [nodeBin, javaBin] : [javaBin, nodeBin];
  return [...first, rest].join(path.delimiter);
}
