import { AdminError } from './admin-error.ts';

/** Addresses of running emulators, as `127.0.0.1:9099`. */
export interface EmulatorAddresses {
  readonly auth: string;
  readonly firestore: string;
  /** null where there is none: jobs need it, nothing else does. */
  readonly tasks: string | null;
}

/** What a command works on. */
export type Target =
  | {
      readonly kind: 'emulators';
      readonly projectId: string;
      readonly addresses: EmulatorAddresses;
      /** Address of the hub that named them; absent where the environment did. */
      readonly hub?: string;
    }
  | { readonly kind: 'project'; readonly projectId: string };

/** Where to look for the target. */
export type TargetChoice =
  | Target
  | {
      /** The emulators that the hub knows of. */
      readonly kind: 'local-stack';
      readonly projectId: string;
      /** The hub's address when the environment names one. */
      readonly hub: string | null;
    };

const AUTH = 'FIREBASE_AUTH_EMULATOR_HOST';
const FIRESTORE = 'FIRESTORE_EMULATOR_HOST';
const TASKS = 'CLOUD_TASKS_EMULATOR_HOST';

/** Six to 30 characters; old ones of a Workspace domain have its name and a colon before. */
const PROJECT_ID = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Firebase's own rule: an id that begins so never reaches a real project. */
const isDemo = (projectId: string) => projectId.startsWith('demo-');

/**
 * Decides what a command works on. A real project only ever by its name, and never while a variable
 * points the Admin SDK at an emulator: half of the work would go there.
 *
 * @param project what `--project` says; null for nothing.
 * @param localProjectId the project that the emulators run.
 * @throws {AdminError} `usage`, `mixed-target`.
 */
export function chooseTarget(
  project: string | null,
  env: NodeJS.ProcessEnv,
  localProjectId: string,
): TargetChoice {
  if (project !== null && !PROJECT_ID.test(project)) {
    throw new AdminError('usage', `"${project}" is not the id of a Firebase project.`, {
      next: 'The id stands in the Firebase console under Project settings; it is not the project’s display name.',
    });
  }
  const set = [AUTH, FIRESTORE, TASKS].filter((name) => env[name]);
  if (project !== null && !isDemo(project)) {
    if (set.length > 0) throw mixed(project, set);
    return { kind: 'project', projectId: project };
  }
  const auth = addressIn(env, AUTH);
  const firestore = addressIn(env, FIRESTORE);
  if (auth === null && firestore === null) {
    const hub = addressIn(env, 'FIREBASE_EMULATOR_HUB');
    return { kind: 'local-stack', projectId: project ?? localProjectId, hub };
  }
  if (auth === null || firestore === null) {
    const [is, lacks] = auth === null ? [FIRESTORE, AUTH] : [AUTH, FIRESTORE];
    throw new AdminError('mixed-target', `${is} is set, ${lacks} is not.`, {
      next: 'Set both to work on those emulators, or neither to work on the emulators that run on this machine.',
    });
  }
  const projectId = project ?? env.GCLOUD_PROJECT ?? localProjectId;
  return {
    kind: 'emulators',
    projectId,
    addresses: { auth, firestore, tasks: addressIn(env, TASKS) },
  };
}

function mixed(project: string, set: readonly string[]): AdminError {
  return new AdminError(
    'mixed-target',
    `--project ${project} is a real project, but ${set.join(' and ')} ${set.length === 1 ? 'points' : 'point'} at an emulator.`,
    {
      next: `To work on the real project: \`unset ${set.join(' ')}\`. To work on the emulators: leave --project out.`,
    },
  );
}

/** @throws {AdminError} `usage` for a value that the Admin SDK could not take. */
function addressIn(env: NodeJS.ProcessEnv, name: string): string | null {
  const value = env[name];
  if (!value) return null;
  if (/^[^\s/]+:\d+$/.test(value)) return value;
  throw new AdminError('usage', `${name} is "${value}".`, {
    next: 'Write a host and a port, such as 127.0.0.1:8080, without http://.',
  });
}
