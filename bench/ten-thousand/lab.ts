import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appRoles, JOB_FUNCTION } from '@live-claims/contract';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { syncEngine } from '../../functions/src/firebase/sync-engine.ts';
import { cloudTasksQueue } from '../../functions/src/jobs/job-queue.ts';
import type { JobsProject } from '../../functions/src/jobs/jobs-project.ts';
import { runLogFile } from '../../scripts/stack/run-log.ts';
import { startStack } from '../../scripts/stack/stack.ts';
import { type EmulatorProxy, startEmulatorProxy } from '../../test/support/emulator-proxy.ts';
import { countInvocations } from './count-invocations.ts';
import { type MemorySample, ORDERS_VARIABLE, type WorkerOrders } from './worker-orders.ts';

/** As a URL, because Windows' paths are none. */
const PRELOAD = new URL('./worker-preload.ts', import.meta.url).href;

/** A stack whose functions reach the emulators through a proxy that counts. */
export interface Lab {
  /** The project past the proxy: to prepare it and to watch, which is not to be counted. */
  readonly aside: JobsProject;
  /** The project through the proxy. */
  readonly counted: JobsProject;
  readonly proxy: EmulatorProxy;
  /** How often each function has been started so far, by the emulator's own log. */
  readonly invocations: () => ReadonlyMap<string, number>;
  /** What the worker of `runJob` held, in the order of time. */
  readonly memory: () => readonly MemorySample[];
  /** Whether writes of documents start functions. On, unless switched off. */
  readonly setTriggers: (on: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the stack and comes back when it is ready. The functions have to be built. */
export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-bulk-'));
  const ordersFile = path.join(folder, 'orders.json');
  const samples = path.join(folder, 'memory.jsonl');
  writeFileSync(samples, '');
  const logFile = runLogFile('bench');
  const stack = await startStack({
    ports: 'free',
    only: ['auth', 'functions', 'firestore'],
    logFile,
    env: {
      ...process.env,
      [ORDERS_VARIABLE]: ordersFile,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${PRELOAD}`.trim(),
    },
  });
  const { env } = stack;
  const proxy = await startEmulatorProxy({
    auth: env.FIREBASE_AUTH_EMULATOR_HOST,
    firestore: env.FIRESTORE_EMULATOR_HOST,
  });
  const orders: WorkerOrders = { auth: proxy.auth, firestore: proxy.firestore, samples };
  writeFileSync(ordersFile, JSON.stringify(orders));

  Object.assign(process.env, env);
  const aside = openProject('aside', env.FIREBASE_AUTH_EMULATOR_HOST, env.FIRESTORE_EMULATOR_HOST);
  const counted = openProject('counted', proxy.auth, proxy.firestore);
  return {
    aside: aside.project,
    counted: counted.project,
    proxy,
    invocations: () => countInvocations(readFileSync(logFile, 'utf8')),
    memory: () => readSamples(samples),
    async setTriggers(on) {
      const verb = on ? 'enable' : 'disable';
      const url = `http://${env.FIREBASE_EMULATOR_HUB}/functions/${verb}BackgroundTriggers`;
      const { ok, status } = await fetch(url, { method: 'PUT' });
      if (!ok) throw new Error(`The emulator hub answered ${status} to ${verb} triggers.`);
    },
    async close() {
      await Promise.all([aside.close(), counted.close()]);
      await proxy.close();
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The SDKs take the emulators' addresses from the environment when a service is first asked for. */
function openProject(name: string, authHost: string, firestoreHost: string) {
  process.env.FIREBASE_AUTH_EMULATOR_HOST = authHost;
  process.env.FIRESTORE_EMULATOR_HOST = firestoreHost;
  const app = initializeApp({ projectId: process.env.GCLOUD_PROJECT as string }, name);
  const auth = getAuth(app);
  const db = getFirestore(app);
  const engine = syncEngine(auth, db, appRoles);
  const project: JobsProject = { db, auth, engine, queue: cloudTasksQueue(getFunctions(app)) };
  return { project, close: () => deleteApp(app) };
}

function readSamples(file: string): readonly MemorySample[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const samples = lines.map((line) => JSON.parse(line) as MemorySample);
  return samples.filter(({ target }) => target.includes(JOB_FUNCTION));
}
