import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildFunctions } from '../../tools/build.ts';
import { HOST } from '../../tools/emulators/firebase-config.ts';
import { isRunning } from '../../tools/emulators/process-tree.ts';
import { ROOT, STATE_FOLDER } from '../../tools/emulators/root.ts';
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { type Stack, startStack } from '../../tools/emulators/stack.ts';
import { type EmulatorProxy, startEmulatorProxy } from '../support/emulator-proxy.ts';
import { stacksFromEnv } from '../support/stacks.ts';
import { Broker } from './broker.ts';
import { CONTROL_VARIABLE, type WorkerOrders, Workers } from './workers.ts';

/** As a URL, because Windows' paths are none. */
const PRELOAD = new URL('./worker-preload.ts', import.meta.url).href;

/** A stack of its own whose functions can be struck at every step, and whose events can go astray. */
export interface Lab {
  readonly stack: Stack;
  /** Between the functions and the emulators. */
  readonly proxy: EmulatorProxy;
  readonly broker: Broker;
  readonly workers: Workers;
  readonly close: () => Promise<void>;
}

/**
 * Builds the functions, starts the stack and comes back when it is ready. The environment of this
 * process names the stack from then on, for the modules of `test/support`, which are to be imported
 * after it.
 */
export async function openLab(signal?: AbortSignal): Promise<Lab> {
  const functionsFolder = await copyOfFunctions();
  const { promise: orders, resolve: give } = Promise.withResolvers<WorkerOrders>();
  const workers = new Workers(orders);
  const broker = new Broker();
  const control = await workers.listen(HOST);
  const { javaOptions } = await broker.listen(HOST);
  let stack: Stack | null = null;
  let proxy: EmulatorProxy | null = null;
  const close = async () => {
    await stack?.stop();
    await proxy?.close();
    broker.close();
    workers.close();
    rmSync(functionsFolder, { recursive: true, force: true });
  };
  try {
    stack = await startStack({
      ports: 'free',
      brief: true,
      only: ['auth', 'functions', 'firestore'],
      functionsFolder,
      logFile: runLogFile('chaos'),
      signal,
      env: {
        ...process.env,
        [CONTROL_VARIABLE]: String(control),
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${PRELOAD}`.trim(),
        JAVA_TOOL_OPTIONS: javaOptions,
      },
    });
    Object.assign(process.env, stack.env);
    proxy = await startEmulatorProxy({
      auth: stack.env.FIREBASE_AUTH_EMULATOR_HOST,
      firestore: stack.env.FIRESTORE_EMULATOR_HOST,
    });
    give({ auth: proxy.auth, firestore: proxy.firestore });
    return { stack, proxy, broker, workers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const COPY_NAME = /^chaos-functions-(\d+)$/;

/**
 * The functions as they are built now, in a folder of this run's own: the Functions emulator starts
 * its workers whenever its folder is built again. Those that runs left behind which
 * were ended by force are removed.
 */
async function copyOfFunctions(): Promise<string> {
  // In a test run they are built, and workers of other stacks run them.
  if (stacksFromEnv().length === 0) await buildFunctions();
  mkdirSync(STATE_FOLDER, { recursive: true });
  for (const name of readdirSync(STATE_FOLDER)) {
    const pid = COPY_NAME.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(STATE_FOLDER, name), { recursive: true });
  }
  const folder = path.join(STATE_FOLDER, `chaos-functions-${process.pid}`);
  for (const name of ['package.json', '.env', 'lib']) {
    const file = path.join(ROOT, 'functions', name);
    if (existsSync(file)) cpSync(file, path.join(folder, name), { recursive: true });
  }
  return folder;
}
