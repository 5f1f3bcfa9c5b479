import { AdminError, EXIT_CODES } from './admin-error.ts';
import { waitForReading } from './operator.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/** Reads the description of the project's default database, as Google's API gives it. */
export type DescribeDatabase = (session: Session) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Says how the database settles two who want the same document: whether a client that leaves a transaction open
 * can hold up a change of access. Changes nothing.
 */
export async function checkDatabase(
  session: Session,
  describe: DescribeDatabase = describeDatabase,
): Promise<Answer> {
  const { target, signal } = session;
  const mode =
    target.kind === 'emulators'
      ? EMULATOR
      : modeIn(await waitForReading(describe(session), signal));
  const verdict = VERDICTS[mode] ?? VERDICTS.UNKNOWN;
  return {
    exitCode: verdict.good ? EXIT_CODES.done : EXIT_CODES.attention,
    json: { ...targetJson(target), concurrencyMode: mode, lockFree: mode === 'OPTIMISTIC' },
    text: (paint: Paint) => [
      '',
      `${verdict.good ? paint('green', '✔') : paint('red', '✗')} concurrencyMode is ${paint('bold', mode)}: ${verdict.means}`,
      ...(verdict.next === null ? [] : [`  ${paint('cyan', '→')} ${verdict.next}`]),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

const EMULATOR = 'EMULATOR';

interface Verdict {
  readonly good: boolean;
  readonly means: string;
  readonly next: string | null;
}

const HOW =
  'See "The database" in docs/operations.md of the package live-claims, and until then "Locked documents" there.';

const VERDICTS = {
  OPTIMISTIC: { good: true, means: 'a writer never waits for a reader’s lock.', next: null },
  PESSIMISTIC: {
    good: false,
    means: 'a transaction that a client leaves open may block a change of access.',
    next: HOW,
  },
  OPTIMISTIC_WITH_ENTITY_GROUPS: {
    good: false,
    means: 'this mode is for Datastore, not for this product.',
    next: HOW,
  },
  EMULATOR: {
    good: true,
    means: 'it has no such setting, and locks what a transaction reads, for clients as well.',
    next: 'Ask the real database: `check-database --project <id>`.',
  },
  UNKNOWN: { good: false, means: 'this program does not know that mode.', next: HOW },
} as const satisfies Record<string, Verdict>;

function modeIn({ concurrencyMode }: Readonly<Record<string, unknown>>): keyof typeof VERDICTS {
  return typeof concurrencyMode === 'string' && Object.hasOwn(VERDICTS, concurrencyMode)
    ? (concurrencyMode as keyof typeof VERDICTS)
    : 'UNKNOWN';
}

/** Source: `projects.databases.get` of the Cloud Firestore API, v1. */
const describeDatabase: DescribeDatabase = async ({ project: { app }, target }) => {
  const token = await app.options.credential?.getAccessToken();
  const url = `https://firestore.googleapis.com/v1/projects/${target.projectId}/databases/(default)`;
  const headers = {
    authorization: `Bearer ${token?.access_token}`,
    // A person's own credentials have to say which project their requests count for.
    'x-goog-user-project': target.projectId,
  };
  const answer = await fetch(url, { headers });
  const body = await answer.json();
  if (answer.ok) return body;
  throw new AdminError(
    answer.status === 403 ? 'not-allowed' : answer.status === 404 ? 'not-set-up' : 'unreachable',
    `Firestore does not describe its database: ${body?.error?.message ?? answer.status}`,
    {
      next: 'These credentials need the role "Cloud Datastore Viewer" (datastore.databases.getMetadata). Is the project id right?',
    },
  );
};
