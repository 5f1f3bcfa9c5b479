import { HOST, type StackPorts } from './firebase-config.ts';
import { StackError } from './stack-error.ts';

/**
 * The addresses of a running stack, for other processes. The first names are
 * Firebase's own, by which the Admin SDK and the rules tests find the emulators by themselves.
 */
export interface StackEnv {
  readonly GCLOUD_PROJECT: string;
  readonly GOOGLE_CLOUD_PROJECT: string;
  readonly FIREBASE_AUTH_EMULATOR_HOST: string;
  readonly FIRESTORE_EMULATOR_HOST: string;
  readonly FIREBASE_EMULATOR_HUB: string;
  readonly CLOUD_TASKS_EMULATOR_HOST: string;
  readonly LIVE_CLAIMS_FUNCTIONS_HOST: string;
  readonly LIVE_CLAIMS_HOSTING_URL: string;
  /** Keeps the Admin SDK from asking whether this is a Google Cloud machine, which takes seconds. */
  readonly METADATA_SERVER_DETECTION: string;
}

/** The variables of a stack on these ports; hosts as `127.0.0.1:8080`. */
export function stackEnv(projectId: string, ports: StackPorts): StackEnv {
  const at = (port: number) => `${HOST}:${port}`;
  return {
    GCLOUD_PROJECT: projectId,
    GOOGLE_CLOUD_PROJECT: projectId,
    FIREBASE_AUTH_EMULATOR_HOST: at(ports.auth),
    FIRESTORE_EMULATOR_HOST: at(ports.firestore),
    FIREBASE_EMULATOR_HUB: at(ports.hub),
    CLOUD_TASKS_EMULATOR_HOST: at(ports.tasks),
    LIVE_CLAIMS_FUNCTIONS_HOST: at(ports.functions),
    LIVE_CLAIMS_HOSTING_URL: `http://${at(ports.hosting)}`,
    METADATA_SERVER_DETECTION: 'none',
  };
}

/** A running stack as its users see it. */
export interface StackAddress {
  readonly projectId: string;
  /** `127.0.0.1:9099`, and so on for the others. */
  readonly auth: string;
  readonly firestore: string;
  readonly functions: string;
  readonly hub: string;
  readonly hostingUrl: string;
}

/**
 * The stack that this process was started for, by `npm test` or the bench.
 *
 * @throws {StackError} `no-stack` when it was started by hand.
 */
export function stackFromEnv(env: NodeJS.ProcessEnv = process.env): StackAddress {
  const read = (name: keyof StackEnv): string => {
    const value = env[name];
    if (value) return value;
    throw new StackError('no-stack', `${name} is not set: there is no stack to talk to.`, {
      next: 'Run these tests through npm, which starts one: `npm test -- --project integration`.',
    });
  };
  return {
    projectId: read('GCLOUD_PROJECT'),
    auth: read('FIREBASE_AUTH_EMULATOR_HOST'),
    firestore: read('FIRESTORE_EMULATOR_HOST'),
    functions: read('LIVE_CLAIMS_FUNCTIONS_HOST'),
    hub: read('FIREBASE_EMULATOR_HUB'),
    hostingUrl: read('LIVE_CLAIMS_HOSTING_URL'),
  };
}
