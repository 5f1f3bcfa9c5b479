import { type Grant, millisecondsOf } from '../core/index.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { type EditedPerson, editPerson } from './edit-person.ts';
import { momentFrom, momentText } from './moment.ts';
import { waitForReading } from './operator.ts';
import { type FoundPerson, findPerson, isEmail, refuseUnverified } from './person.ts';
import type { GrantRequest, RevokeRequest } from './request.ts';
import type { Answer, OpenProject, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Gives a person a role, in the document and in the claims.
 *
 * @throws {AdminError} `no-such-person`, `unverified-address`, and what `editPerson` throws; nothing has been written then.
 */
export async function grant(session: Session, request: GrantRequest): Promise<Answer> {
  if (request.prepare && isEmail(request.person)) {
    throw new AdminError('usage', '--prepare needs an account id, not an address.', {
      next: 'The document is found by the id alone. Without one, invite the address, or wait for the sign-up.',
    });
  }
  const person = await waitForReading(findPerson(session.project, request.person), session.signal);
  if (person.account === null && !request.prepare) throw noAccount(person.uid);
  if (isEmail(request.person) && !request.unverified) {
    refuseUnverified(request.person.text, person.account);
  }
  const { role, expiresAt, reason, yes } = request;
  const mend = `\`show ${person.uid}\` has the rest.`;
  const done = await editPerson(session, person, { edit: { role, expiresAt }, reason, yes, mend });
  return grantAnswer(session, request, person, done);
}

function noAccount(uid: string): AdminError {
  return new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
    next: 'The user has to sign up first. To write the role in advance, so that the first token carries it: add --prepare.',
  });
}

function grantAnswer(
  { target, now }: Session,
  { role, expiresAt }: GrantRequest,
  { uid, account }: FoundPerson,
  { written, before, sync }: EditedPerson,
): Answer {
  const name = account?.email ?? uid;
  const { status, problem } = sync;
  const end = expiresAt === null ? '' : `, until ${momentFrom(expiresAt, now())}`;
  const rejected = status === 'rejected';
  const change = written ? `, ${wasText(before)}` : '';
  const lines = (paint: Paint): readonly string[] => {
    const good = paint('green', '✔');
    if (rejected) {
      return [
        `${paint('red', '✗')} ${name} has the role in the document, but it could not be applied.`,
        `  ${problem?.message ?? ''}`,
      ];
    }
    if (status === 'pending') {
      return [
        `${good} ${name} will be ${role}${end}.`,
        `  ${paint('dim', 'There is no such account yet. The role is applied when the user signs up.')}`,
      ];
    }
    return [
      `${good} ${paint('bold', name)} is ${written ? 'now ' : ''}${paint('bold', role)}${written ? '' : ' already'}${end}${change}.`,
      `  ${paint('dim', consequence(written, before.disabled, sync.changed))}`,
    ];
  };
  return {
    exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      uid,
      email: account?.email ?? null,
      role,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      roleBefore: before.role,
      expiresAtBefore: isoOf(before),
      written,
      applied: sync,
    },
    text: (paint) => ['', ...lines(paint), `  ${paint('dim', `In ${targetName(target)}.`)}`, ''],
  };
}

/** What stood there before: “was editor until 2027-01-31 00:00:00 UTC”, “had no role”. */
function wasText({ role, expiresAt }: Grant): string {
  if (role === null) return 'had no role';
  return `was ${role}${expiresAt === null ? '' : ` until ${momentText(millisecondsOf(expiresAt))}`}`;
}

const isoOf = ({ expiresAt }: Grant) =>
  expiresAt === null ? null : new Date(millisecondsOf(expiresAt)).toISOString();

function consequence(written: boolean, disabled: boolean, repaired: boolean): string {
  if (disabled)
    return 'The document disables the account, so the role has no effect until that ends.';
  if (written) return 'Applied: new tokens carry it, open browsers follow at once.';
  return repaired
    ? 'Claims or marker had drifted; they are repaired.'
    : 'Nothing had to be changed.';
}

/**
 * Takes a person's role away, and with `--sessions` their sessions, in one commit: no reader ever finds one
 * without the other. After a crash, the trigger or the same command does the rest.
 *
 * @throws {AdminError} `no-such-person`, and what `editPerson` throws; nothing has been written then.
 */
export async function revoke(session: Session, request: RevokeRequest): Promise<Answer> {
  const { project, signal } = session;
  const person = await waitForReading(findPerson(project, request.person), signal);
  const sessions = request.sessions && person.account !== null;
  const done = await editPerson(session, person, {
    edit: { role: null, endSessions: sessions },
    reason: request.reason,
    yes: request.yes,
    mend: `\`show ${person.uid}\` has the rest.`,
  });
  const endedAt = sessions ? await waitForReading(sessionsEnd(project, person.uid), signal) : null;
  return revokeAnswer(session, person, done, endedAt);
}

/** Since when sign-ins count, in milliseconds since the Unix epoch; whole seconds, as Auth has it. */
async function sessionsEnd({ engine }: OpenProject, uid: string): Promise<number> {
  const { marker } = await engine.documents.read(uid);
  return (marker?.sessionsRevokedAt ?? 0) * 1000;
}

function revokeAnswer(
  { target }: Session,
  { uid, account }: FoundPerson,
  { changesAccess: written, before, sync }: EditedPerson,
  endedAt: number | null,
): Answer {
  const name = account?.email ?? uid;
  const rejected = sync.status === 'rejected';
  const role = before.role;
  const lines = (paint: Paint): readonly string[] => {
    if (rejected) {
      return [
        `${paint('red', '✗')} The role is removed from the document and the claims, but another field cannot be read.`,
        `  ${sync.problem?.message ?? ''}`,
      ];
    }
    const until = before.expiresAt === null ? '' : `, ${wasText(before)}`;
    const article = /^[aeiou]/i.test(role ?? '') ? 'an' : 'a';
    const now = role === null ? 'no longer has a role' : `is no longer ${article} ${role}${until}`;
    return [
      `${paint('green', '✔')} ${paint('bold', name)} ${written ? now : 'has no role'}.`,
      ...(written
        ? []
        : [
            `  ${paint('dim', sync.changed ? 'Claims or marker had drifted; they are repaired.' : 'There was none to remove.')}`,
          ]),
    ];
  };
  return {
    exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      uid,
      email: account?.email ?? null,
      roleBefore: role,
      expiresAtBefore: isoOf(before),
      written,
      applied: sync,
      sessionsEndedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    },
    text: (paint) => [
      '',
      ...lines(paint),
      ...(endedAt === null ? [] : [`  Signed out everywhere, as of ${momentText(endedAt)}.`]),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}
