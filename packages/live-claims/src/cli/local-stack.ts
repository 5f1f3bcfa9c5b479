import { AdminError } from './admin-error.ts';
import { runningStacks } from './running-stacks.ts';
import type { EmulatorAddresses } from './target.ts';

/** A hub on this machine answers at once or is not there. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * Asks the emulator hub what runs.
 *
 * @throws {AdminError} `no-stack` when nobody answers there, or Auth or Firestore do not run.
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
