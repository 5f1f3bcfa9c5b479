import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmulatorProxy, startEmulatorProxy } from '../../test/support/emulator-proxy.ts';
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { type Stack, startStack } from '../../tools/emulators/stack.ts';
import { STATE_FOLDER } from '../state-folder.ts';
import { countInvocations } from './count-invocations.ts';
import { ORDERS_VARIABLE, type WorkerOrders } from './worker-orders.ts';

/** As a URL, because Windows' paths are none. */
const PRELOAD = new URL('./worker-preload.ts', import.meta.url).href;

/** A stack whose functions reach Auth and Firestore through a proxy that counts. */
export interface StackBehindProxy {
  readonly stack: Stack;
  readonly proxy: EmulatorProxy;
  /** How often each function has been started so far, by the emulator's own log. */
  readonly invocations: () => ReadonlyMap<string, number>;
  readonly close: () => Promise<void>;
}

/**
 * Starts the stack and comes back when it is ready. The functions have to be built.
 *
 * @param functionsFolder the built functions.
 */
export async function startBehindProxy(functionsFolder: string): Promise<StackBehindProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-proxy-'));
  const ordersFile = path.join(folder, 'orders.json');
  const logFile = runLogFile('bench', STATE_FOLDER);
  const stack = await startStack({
    ports: 'free',
    only: ['auth', 'functions', 'firestore'],
    functionsFolder,
    logFile,
    env: {
      ...process.env,
      [ORDERS_VARIABLE]: ordersFile,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${PRELOAD}`.trim(),
    },
  });
  const proxy = await startEmulatorProxy({
    auth: stack.env.FIREBASE_AUTH_EMULATOR_HOST,
    firestore: stack.env.FIRESTORE_EMULATOR_HOST,
  });
  const orders: WorkerOrders = { auth: proxy.auth, firestore: proxy.firestore };
  writeFileSync(ordersFile, JSON.stringify(orders));
  return {
    stack,
    proxy,
    invocations: () => countInvocations(readFileSync(logFile, 'utf8')),
    async close() {
      await proxy.close();
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
