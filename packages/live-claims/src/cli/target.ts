import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdminError } from './admin-error.ts';
import { findFirebaseProject } from './firebase-project.ts';

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
 * Finds what a command works on: the project that `--project` names, by its id or its name in `.firebaserc`, or
 * the emulators that run.
 *
 * @throws {AdminError} `usage`, `mixed-target`, `no-stack`.
 */
export async function findTarget(project: string | null, env: NodeJS.ProcessEnv): Promise<Target> {
  const here = findFirebaseProject();
  const id = project === null ? null : (here.aliases.get(project) ?? project);
  const choice = chooseTarget(id, env, here.projectId);
  if (choice.kind !== 'local-stack') return choice;
  const { projectId, hub } = choice;
  const asked = hub ?? here.hub;
  return { kind: 'emulators', projectId, addresses: await findLocalStack(asked), hub: asked };
}

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
      next: 'The id is in the Firebase console under Project settings; it is not the project’s display name.',
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

/** A hub on this machine answers at once or is not there. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * Asks the emulator hub what runs.
 *
 * @throws {AdminError} `no-stack` when there is no answer, or Auth or Firestore do not run.
 */
export async function findLocalStack(hub: string): Promise<EmulatorAddresses> {
  const answer = await askHub(hub);
  const { auth, firestore, tasks } = readHubAnswer(answer);
  if (auth !== null && firestore !== null) return { auth, firestore, tasks };
  throw await noStack(
    answer === null
      ? `No local stack runs: nothing answers at ${hub}.`
      : `The emulators at ${hub} are without ${auth === null ? 'Auth' : 'Firestore'}.`,
  );
}

async function askHub(hub: string): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
    const response = await fetch(`http://${hub}/emulators`, { signal });
    return await response.json();
  } catch {
    return null;
  }
}

/** Reads the hub's list of running emulators; null for each that is not in it. */
export function readHubAnswer(
  answer: unknown,
): Readonly<Record<'auth' | 'firestore' | 'tasks', string | null>> {
  const emulators = (answer ?? {}) as Record<
    string,
    { host?: unknown; port?: unknown } | undefined
  >;
  const at = (name: string) => {
    const { host, port } = emulators[name] ?? {};
    return typeof host === 'string' && typeof port === 'number' ? `${host}:${port}` : null;
  };
  return { auth: at('auth'), firestore: at('firestore'), tasks: at('tasks') };
}

async function noStack(message: string): Promise<AdminError> {
  const running = (await runningStacks()).map(
    ({ projectId, hub }) => `${projectId} runs, with its hub at ${hub}.`,
  );
  return new AdminError('no-stack', message, {
    next: [
      ...running,
      'Start the emulators with `firebase emulators:start`, or name a real project: `--project <id>`.',
      'A stack on other ports is found through FIREBASE_EMULATOR_HUB=127.0.0.1:<port of its hub>.',
    ].join('\n'),
  });
}

/** An emulator suite on this machine. */
export interface RunningStack {
  readonly projectId: string;
  /** Address of its hub, as `127.0.0.1:4400`. */
  readonly hub: string;
}

/** Of all the hubs that may run, the same; but there may be many, and none is waited for that is gone. */
const EACH_ANSWERS_WITHIN_MS = 1000;

/**
 * The emulator suites that run on this machine, by the notes that firebase-tools leaves in the folder for
 * temporary files (`hub-<project>.json`). Notes whose hub does not answer are passed over. Never throws.
 */
export async function runningStacks(folder = tmpdir()): Promise<readonly RunningStack[]> {
  const files = await readdir(folder).catch(() => []);
  const notes = files.flatMap((file) => {
    const projectId = /^hub-(.+)\.json$/.exec(file)?.[1];
    return projectId === undefined ? [] : [{ projectId, file: path.join(folder, file) }];
  });
  const found = await Promise.all(
    notes.map(async ({ projectId, file }) => {
      const hub = await firstAnswering(await originsIn(file));
      return hub === null ? [] : [{ projectId, hub }];
    }),
  );
  return found.flat().sort((a, b) => a.projectId.localeCompare(b.projectId, 'en'));
}

async function originsIn(file: string): Promise<readonly string[]> {
  try {
    const { origins } = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [];
  } catch {
    return [];
  }
}

async function firstAnswering(origins: readonly string[]): Promise<string | null> {
  for (const origin of origins) {
    try {
      const signal = AbortSignal.timeout(EACH_ANSWERS_WITHIN_MS);
      const answer = await fetch(`${origin}/emulators`, { signal });
      await answer.body?.cancel();
      if (answer.ok) return new URL(origin).host;
    } catch {
      // An older run's note.
    }
  }
  return null;
}

/**
 * The failure to find something, with where it was looked for: which project, on which emulators, and what else
 * runs on this machine.
 */
export async function saysWhere(
  failure: AdminError,
  target: Target,
  running: () => Promise<readonly RunningStack[]> = runningStacks,
): Promise<AdminError> {
  const lines = [failure.next, `Looked in ${placeOf(target)}.`];
  const others = (await running()).filter(({ projectId, hub }) =>
    target.kind === 'project' ? false : projectId !== target.projectId || hub !== target.hub,
  );
  if (others.length > 0) {
    const list = others.map(({ projectId, hub }) => `${projectId} (hub ${hub})`).join(', ');
    lines.push(`On this machine run: ${list}. FIREBASE_EMULATOR_HUB=<hub> chooses one.`);
  }
  return new AdminError(failure.code, failure.message, { next: lines.join('\n'), cause: failure });
}

/** The target with its addresses. */
export function placeOf(target: Target): string {
  if (target.kind === 'project') return targetName(target);
  const { auth, firestore } = target.addresses;
  const hub = target.hub === undefined ? '' : `, hub ${target.hub}`;
  return `${targetName(target)} (Auth ${auth}, Firestore ${firestore}${hub})`;
}

/** How to call the target in a sentence. */
export function targetName({ kind, projectId }: Pick<Target, 'kind' | 'projectId'>): string {
  return kind === 'project' ? `the real project ${projectId}` : `${projectId} on the emulators`;
}

/** The target as `--json` says it. */
export function targetJson({ kind, projectId }: Target): Readonly<Record<string, unknown>> {
  return { project: projectId, emulators: kind === 'emulators' };
}
