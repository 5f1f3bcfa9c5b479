import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REMOVE_VARIABLE } from './child-report.ts';
import { assertExportable, assertImportable, exportData } from './data-folder.ts';
import { ensureDownloaded } from './emulator-download.ts';
import { emulatorEnv } from './emulator-env.ts';
import type { EmulatorLog } from './emulator-log.ts';
import { logEvent, openEmulatorLog } from './emulator-log.ts';
import type { EmulatorProcess } from './emulator-process.ts';
import { startEmulatorProcess } from './emulator-process.ts';
import type { FirebaseConfig, Service, StackPorts } from './firebase-config.ts';
import {
  fixedPorts,
  HOST,
  PORT_NAMES,
  readFirebaseConfig,
  SERVICES,
  withPorts,
  writeRunConfig,
} from './firebase-config.ts';
import type { EmulatorDownload } from './firebase-tools.ts';
import { emulatorDownload } from './firebase-tools.ts';
import type { FirestoreEmulator } from './firestore-emulator.ts';
import { briefJvm, findFirestoreEmulator, warmFirestore } from './firestore-emulator.ts';
import type { JavaSearch } from './java.ts';
import { findJava, thisMachine } from './java.ts';
import { assertFree, freePorts, neededPorts } from './ports.ts';
import { ROOT, STATE_FOLDER } from './root.ts';
import type { StackEnv } from './stack-env.ts';
import { stackEnv } from './stack-env.ts';
import type { StackError } from './stack-error.ts';
import { assertFunctionsLoaded, interrupted, stackDied, untilReady } from './until-ready.ts';

/** A project id that begins with `demo-` never reaches a real project, by Firebase's own rule. */
export const PROJECT_ID = 'demo-live-claims';

/** A clean shutdown takes half a second; firebase-tools itself gives the JVM four. */
const END_GRACE_MS = 8000;

export interface StackOptions {
  /** `fixed` are those of `firebase.json`, for people; `free` are any, for tests and the bench. */
  readonly ports: 'fixed' | 'free';
  /** Only these emulators; all of them unless given. */
  readonly only?: readonly Service[];
  /** The folder of another project, whose `firebase.json` is run instead of this repository's. */
  readonly root?: string;
  /** Whether that project has functions of firebase-functions 5 or older. */
  readonly oldFunctions?: boolean;
  /** A folder with built functions, to run instead of the one that `firebase.json` names. */
  readonly functionsFolder?: string;
  /** Whether it lives for minutes, as in tests: see `briefJvm`. Nothing is measured on such a stack. */
  readonly brief?: boolean;
  /** Whether the Emulator UI is wanted, where it can be had. Off unless given. */
  readonly ui?: boolean;
  /** File for all that the emulators print. */
  readonly logFile: string;
  /** Also gets all that the emulators print, as it comes. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Hears of a download that has begun, which may take minutes. */
  readonly onDownload?: (download: EmulatorDownload) => void;
  /** Folder of an earlier export to begin with. */
  readonly importFrom?: string | undefined;
  /** Folder to which `stop()` exports the data. */
  readonly exportTo?: string | undefined;
  /** Gives up a start that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly java?: JavaSearch;
}

export interface Stack {
  readonly projectId: string;
  readonly ports: StackPorts;
  /** Where the Hosting emulator serves `web/dist`. */
  readonly hostingUrl: string;
  /** The Emulator UI, null when it is not there. */
  readonly uiUrl: string | null;
  readonly logFile: string;
  /** For processes that talk to the stack; merge it into their environment. */
  readonly env: StackEnv;
  readonly firestoreSource: FirestoreEmulator['source'] | null;
  /** Hears every line that the emulators print; comes back with its undo. */
  readonly onLine: EmulatorLog['onLine'];
  /** Resolves with a `stack-died` error when the stack ends by itself, with null after `stop()`. */
  readonly exited: Promise<StackError | null>;
  /**
   * Exports if that was asked for, ends every process and removes every temporary file. May be
   * called again; it then waits for the first call.
   *
   * @throws {StackError} `export-failed`, after everything has ended all the same.
   */
  readonly stop: () => Promise<void>;
  /** Ends and removes everything at once, without export. Happens by itself when the process exits. */
  readonly kill: () => void;
}

/**
 * Starts the emulators and comes back when they are ready, functions loaded and triggers set.
 *
 * @throws {StackError} when it cannot, with everything ended and removed again: `no-java`,
 *   `no-firestore-emulator`, `port-taken`, `data-folder`, `functions-failed`, `stack-died`,
 *   `not-ready` after two minutes, `interrupted` by `signal`.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  if (options.importFrom) assertImportable(options.importFrom);
  if (options.exportTo) assertExportable(options.exportTo);
  const services = options.only ?? SERVICES;
  const { root = ROOT } = options;
  const config = withFunctions(readFirebaseConfig(root), options.functionsFolder);
  const ports = options.ports === 'free' ? await freePorts() : fixedPorts(config);
  if (options.ports === 'fixed') await assertFree(neededPorts(ports, PORT_NAMES));

  const runFolder = mkdtempSync(path.join(tmpdir(), 'lc-'));
  const leftOver = [runFolder];
  const clean = () => {
    for (const file of leftOver) rmSync(file, { recursive: true, force: true });
  };
  try {
    const tools = await prepare(options, services, runFolder);
    if (options.signal?.aborted) throw interrupted();
    const configFile = writeRunConfig(root, withPorts(config, ports, tools.ui));
    leftOver.push(configFile);
    const log = openEmulatorLog(options.logFile);
    const emulators = startEmulatorProcess({
      args: emulatorArgs(options, services, configFile),
      cwd: runFolder,
      env: { ...tools.env, [REMOVE_VARIABLE]: JSON.stringify(leftOver) },
      onOutput(chunk) {
        log.write(chunk);
        options.onOutput?.(chunk);
      },
    });
    const stopWarming = log.onLine((line) => {
      if (logEvent(line) === 'firestore-started') void warmFirestore(ports.firestore, PROJECT_ID);
    });
    const { stack, abandon } = stackOn({ options, ports, ...tools, log, emulators, clean });
    try {
      await untilReady({ log, emulators, signal: options.signal });
      if (services.includes('functions')) await assertFunctionsLoaded(ports, log);
    } catch (error) {
      await abandon();
      throw error;
    } finally {
      stopWarming();
    }
    return stack;
  } catch (error) {
    clean();
    throw error;
  }
}

function withFunctions(config: FirebaseConfig, folder: string | undefined): FirebaseConfig {
  if (folder === undefined) return config;
  const codebases = [config.functions].flat() as readonly object[];
  const source = path.relative(ROOT, folder);
  return { ...config, functions: codebases.map((codebase) => ({ ...codebase, source })) };
}

interface Tools {
  readonly env: NodeJS.ProcessEnv;
  readonly ui: boolean;
  readonly source: FirestoreEmulator['source'] | null;
}

/** Finds or fetches what the emulators need from outside this repository. */
async function prepare(
  options: StackOptions,
  services: readonly Service[],
  runFolder: string,
): Promise<Tools> {
  const env = options.env ?? process.env;
  const download = (name: 'firestore' | 'ui') =>
    ensureDownloaded(name, emulatorDownload(name, env), {
      env,
      onDownload: options.onDownload ?? (() => {}),
      signal: options.signal,
    });
  const needsFirestore = services.includes('firestore');
  const java = needsFirestore ? await findJava(options.java ?? thisMachine(env)) : null;
  const firestore = needsFirestore
    ? await findFirestoreEmulator({
        env,
        platform: process.platform,
        ensureDownloaded: () => download('firestore'),
        folder: runFolder,
      })
    : null;
  const ui = options.ui === true && (await download('ui'));
  return {
    ui,
    source: firestore?.source ?? null,
    env: emulatorEnv({
      env,
      javaBin: java?.bin ?? null,
      nodeBin: path.dirname(process.execPath),
      firestoreJar: firestore?.jar ?? null,
      jvmOptions: options.brief ? briefJvm(runFolder, env.JDK_JAVA_OPTIONS) : null,
      runFolder,
      compileCache: path.join(STATE_FOLDER, 'compile-cache'),
      shared: options.ports === 'free',
      oldFunctions: options.oldFunctions,
    }),
  };
}

function emulatorArgs(
  options: StackOptions,
  services: readonly Service[],
  configFile: string,
): readonly string[] {
  const importFrom = options.importFrom ? ['--import', path.resolve(options.importFrom)] : [];
  return [
    'emulators:start',
    ...['--project', PROJECT_ID],
    ...['--config', configFile],
    // Naming them all is not the same as naming none: none adds the emulator for extensions, and
    // with it a search for an account.
    ...['--only', services.join(',')],
    ...importFrom,
  ];
}

/** The stack as its user holds it, and a way to give it up before it is ready. */
function stackOn(parts: {
  readonly options: StackOptions;
  readonly ports: StackPorts;
  readonly ui: boolean;
  readonly source: FirestoreEmulator['source'] | null;
  readonly log: EmulatorLog;
  readonly emulators: EmulatorProcess;
  readonly clean: () => void;
}): { readonly stack: Stack; readonly abandon: () => Promise<void> } {
  const { options, ports, log, emulators } = parts;
  const { promise: exited, resolve: setExited } = Promise.withResolvers<StackError | null>();
  let stopped: Promise<void> | undefined;

  const endAll = async () => {
    await emulators.end(END_GRACE_MS);
    process.off('exit', kill);
    await log.close();
    parts.clean();
  };
  const stop = async () => {
    const { exportTo } = options;
    const failure = exportTo
      ? await exportData(ports.hub, withParent(exportTo)).catch((error: unknown) => error)
      : undefined;
    await endAll();
    setExited(null);
    if (failure) throw failure;
  };
  const kill = () => {
    emulators.kill();
    parts.clean();
  };
  // When this process exits without `stop()`, nothing of the stack may outlive it.
  process.once('exit', kill);
  void emulators.ended.then(async ({ what }) => {
    if (stopped) return;
    stopped = endAll();
    await stopped;
    setExited(stackDied(what, log));
  });
  return {
    stack: {
      projectId: PROJECT_ID,
      ports,
      hostingUrl: `http://${HOST}:${ports.hosting}`,
      uiUrl: parts.ui ? `http://${HOST}:${ports.ui}` : null,
      logFile: options.logFile,
      env: stackEnv(PROJECT_ID, ports),
      firestoreSource: parts.source,
      onLine: log.onLine,
      exited,
      stop: () => (stopped ??= stop()),
      kill,
    },
    abandon: () => (stopped ??= endAll()),
  };
}

/** The absolute path of a folder that the hub makes, but not without the ones above it. */
function withParent(folder: string): string {
  const absolute = path.resolve(folder);
  mkdirSync(path.dirname(absolute), { recursive: true });
  return absolute;
}
