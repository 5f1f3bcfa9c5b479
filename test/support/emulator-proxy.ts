import { startAuthProxy } from './emulator-proxy/auth-proxy.ts';
import { CallCounter, type EmulatorCounts } from './emulator-proxy/counts.ts';
import { Faults } from './emulator-proxy/faults.ts';
import { startFirestoreProxy } from './emulator-proxy/firestore-proxy.ts';

export type { EmulatorCall } from './emulator-proxy/call.ts';
export type { EmulatorCounts } from './emulator-proxy/counts.ts';
export type { Fault, PlantedFault } from './emulator-proxy/faults.ts';

export interface EmulatorProxy {
  /** Where to find it: for `FIREBASE_AUTH_EMULATOR_HOST`. */
  readonly auth: string;
  /** For `FIRESTORE_EMULATOR_HOST`. Speaks gRPC alone: not for a browser, nor for REST. */
  readonly firestore: string;
  /** What has gone through since the start or the last `reset()`. */
  readonly counts: () => EmulatorCounts;
  readonly reset: () => void;
  readonly faults: Pick<Faults, 'plant'>;
  /** Ends every connection, as a network does that fails. New ones are taken. */
  readonly cutConnections: () => void;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Stands in front of the Auth and the Firestore emulator (hosts as `127.0.0.1:8080`), on loopback:
 * passes everything on unchanged, counts it, and strikes what it is told to.
 */
export async function startEmulatorProxy(target: {
  readonly auth: string;
  readonly firestore: string;
}): Promise<EmulatorProxy> {
  const counter = new CallCounter();
  const faults = new Faults();
  const common = { host: LOOPBACK, counter, faults };
  const [auth, firestore] = await Promise.all([
    startAuthProxy({ ...common, target: target.auth }),
    startFirestoreProxy({ ...common, target: target.firestore }),
  ]);
  return {
    auth: auth.address,
    firestore: firestore.address,
    counts: () => counter.snapshot(),
    reset: () => counter.reset(),
    faults,
    cutConnections() {
      auth.cutConnections();
      firestore.cutConnections();
    },
    async close() {
      await Promise.all([auth.close(), firestore.close()]);
    },
  };
}
