import { setTimeout as sleep } from 'node:timers/promises';
import {
  billedLookUps,
  type CoverageReport,
  lookUpsIn,
} from '../../test/rules/support/look-ups.ts';
import { type EmulatorCounts, startEmulatorProxy } from '../../test/support/emulator-proxy.ts';
import { startBehindProxy } from '../behind-proxy/start-behind-proxy.ts';

/** How long nothing has to happen before all of it has been counted, in milliseconds. */
const QUIET_MS = 1_500;
const LOOK_EVERY_MS = 250;

/** What was counted, before it is divided by how often it was done. */
export interface Counted {
  readonly functions: EmulatorCounts;
  readonly clients: EmulatorCounts;
  readonly invocations: Readonly<Record<string, number>>;
  readonly ruleLookUps: number;
}

/** A stack behind two proxies that count: one for the functions' workers, one for all others. */
export interface CountedStack {
  /** The environment of a process that is counted as a client. */
  readonly env: NodeJS.ProcessEnv;
  /** The Firestore emulator itself, as the proxy does not speak REST: `127.0.0.1:8080`. */
  readonly firestoreRest: string;
  /** Comes back when nothing goes on any more. */
  untilQuiet(): Promise<void>;
  /** Does something while nothing else goes on, and comes back with what it took, when all is quiet. */
  count(requests: number, work: () => Promise<unknown>): Promise<Counted>;
  close(): Promise<void>;
}

/** @param functionsFolder the built functions. */
export async function openCountedStack(functionsFolder: string): Promise<CountedStack> {
  const behind = await startBehindProxy(functionsFolder);
  const { stack, proxy: functions, invocations } = behind;
  const { env } = stack;
  const target = { auth: env.FIREBASE_AUTH_EMULATOR_HOST, firestore: env.FIRESTORE_EMULATOR_HOST };
  const clients = await startEmulatorProxy(target);

  const lookUps = async () => {
    const url = `http://${target.firestore}/emulator/v1/projects/${stack.projectId}:ruleCoverage`;
    return lookUpsIn((await (await fetch(url)).json()) as CoverageReport);
  };
  const activity = () => JSON.stringify([functions.counts(), clients.counts(), [...invocations()]]);
  const untilQuiet = async () => {
    for (let quiet = 0, last = activity(); quiet < QUIET_MS; quiet += LOOK_EVERY_MS) {
      await sleep(LOOK_EVERY_MS);
      const now = activity();
      if (now !== last) quiet = 0;
      last = now;
    }
  };
  return {
    env: {
      ...env,
      FIREBASE_AUTH_EMULATOR_HOST: clients.auth,
      FIRESTORE_EMULATOR_HOST: clients.firestore,
    },
    firestoreRest: target.firestore,
    untilQuiet,
    async count(requests, work) {
      const [looked, invoked] = [await lookUps(), invocations()];
      functions.reset();
      clients.reset();
      await work();
      await untilQuiet();
      const started = [...invocations()].map(([name, n]) => [name, n - (invoked.get(name) ?? 0)]);
      return {
        functions: functions.counts(),
        clients: clients.counts(),
        invocations: Object.fromEntries(started.filter(([, n]) => n !== 0)),
        ruleLookUps: billedLookUps(looked, await lookUps(), requests),
      };
    },
    async close() {
      await clients.close();
      await behind.close();
    },
  };
}
