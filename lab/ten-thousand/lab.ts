import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { appRoles, JOB_FUNCTION } from 'live-claims/core';
import { syncEngine } from '../../packages/live-claims/src/functions/firebase/sync-engine.ts';
import { cloudTasksQueue } from '../../packages/live-claims/src/functions/jobs/job-queue.ts';
import type { JobsProject } from '../../packages/live-claims/src/functions/jobs/jobs-project.ts';
import type { EmulatorProxy } from '../../test/support/emulator-proxy.ts';
import { startBehindProxy } from '../behind-proxy/start-behind-proxy.ts';
import type { MemorySample } from '../behind-proxy/worker-orders.ts';

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
  /** The emulator hub, `127.0.0.1:4400`. */
  readonly hub: string;
  readonly close: () => Promise<void>;
}

/** Starts the stack and comes back when it is ready. The functions have to be built. */
export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-bulk-'));
  const samples = path.join(folder, 'memory.jsonl');
  writeFileSync(samples, '');
  const { stack, proxy, invocations, close } = await startBehindProxy({ samples });
  const { env } = stack;
  Object.assign(process.env, env);
  const aside = openProject('aside', env.FIREBASE_AUTH_EMULATOR_HOST, env.FIRESTORE_EMULATOR_HOST);
  const counted = openProject('counted', proxy.auth, proxy.firestore);
  return {
    aside: aside.project,
    counted: counted.project,
    proxy,
    invocations,
    memory: () => readSamples(samples),
    hub: env.FIREBASE_EMULATOR_HUB,
    async close() {
      await Promise.all([aside.close(), counted.close()]);
      await close();
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
