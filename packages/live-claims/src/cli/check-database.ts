import { AdminError, EXIT_CODES } from './admin-error.ts';
import { type AskGoogle, askGoogle, describeDatabase } from './ask-google.ts';
import { waitForReading } from './operator.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Says how the database settles two who want the same document: whether a client that leaves a transaction open
 * can hold up a change of access. Changes nothing.
 */
export async function checkDatabase(
  session: Session,
  ask: AskGoogle = askGoogle(session),
): Promise<Answer> {
  const { target } = session;
  const mode = target.kind === 'emulators' ? EMULATOR : await modeOf(session, ask);
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

/** @throws {AdminError} `not-allowed`, `not-set-up`, `unreachable`. */
async function modeOf(session: Session, ask: AskGoogle): Promise<keyof typeof VERDICTS> {
  const answer = await waitForReading(describeDatabase(session, ask), session.signal);
  if (answer.ok) return modeIn(answer.json);
  const { status, why } = answer;
  throw new AdminError(
    status === 403 ? 'not-allowed' : status === 404 ? 'not-set-up' : 'unreachable',
    `The settings of the database are not known. ${why}`,
    {
      next: 'These credentials need the role "Cloud Datastore Viewer" (datastore.databases.getMetadata). Is the project id right?',
    },
  );
}
