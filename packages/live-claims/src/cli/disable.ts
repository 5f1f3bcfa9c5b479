import type { UserRecord } from 'firebase-admin/auth';
import { claimsWithoutRole, decodeClaims } from '../core/index.ts';
import type { SyncOutcome } from '../functions/sync/sync-user.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { editPerson, refuseOperatorEdit } from './edit-person.ts';
import { explainFailure } from './explain-failure.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { type FoundPerson, findPerson } from './person.ts';
import type { DisableRequest } from './request.ts';
import type { Answer, OpenProject, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Disables a person or enables them again, and applies it at once. The document comes first, so after
 * a crash the trigger finishes, or a second run.
 *
 * @throws {AdminError} `no-such-person`, `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`; nothing has been written then.
 */
export async function disable(session: Session, request: DisableRequest): Promise<Answer> {
  const { project, signal } = session;
  const person = await waitForReading(findPerson(project, request.person), signal);
  const { uid } = person;
  const document = await waitForReading(project.store.user(uid).get(), signal);
  if (person.account === null && !document.exists) throw noSuchUser(uid);

  const { written, sync } = await editPerson(session, person, {
    edit: { disabled: request.command === 'disable', endSessions: request.sessions },
    reason: request.reason,
    yes: request.yes,
    mend: `Correct the field in ${project.store.paths.user(uid)}, or give a role with \`grant\`, then enable the account.`,
  });
  const now = await waitForReading(findPerson(project, { text: uid, byUid: true }), signal);
  return answer(session, request, now, { written, sync });
}

function noSuchUser(uid: string): AdminError {
  return new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
    next: 'There is neither an account nor a document with it. Is it the right project?',
  });
}

interface Done {
  readonly written: boolean;
  readonly sync: SyncOutcome;
}

function answer(
  { target }: Session,
  request: DisableRequest,
  { uid, account }: FoundPerson,
  { written, sync }: Done,
): Answer {
  const name = account?.email ?? uid;
  const disables = request.command === 'disable';
  const rejected = sync.status === 'rejected';
  const lines = (paint: Paint): readonly string[] => {
    const state = `${written ? 'now ' : ''}${disables ? 'disabled' : 'enabled'}`;
    if (rejected) {
      return [
        `${paint('red', '✗')} The document says so, but it could not be applied.`,
        `  ${sync.problem?.message ?? ''}`,
      ];
    }
    return [
      `${paint('green', '✔')} ${paint('bold', name)} is ${written ? '' : 'already '}${paint('bold', state)}.`,
      `  ${paint('dim', consequence(disables, account !== null, sync.role))}`,
    ];
  };
  return {
    exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      uid,
      email: account?.email ?? null,
      disabled: disables,
      written,
      accountDisabled: account?.disabled ?? null,
      sessionsEnded: written && request.sessions,
      applied: sync,
    },
    text: (paint) => [
      '',
      ...lines(paint),
      ...(written && request.sessions ? ['  Signed out everywhere.'] : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

function consequence(disables: boolean, hasAccount: boolean, role: string | null): string {
  if (!hasAccount) return 'There is no such account yet; it takes effect when the user signs up.';
  if (disables) return 'No sign-in, no new token, no access; the role stays in the document.';
  return role === null ? 'The document has no role.' : `As ${role}, as before.`;
}

/**
 * Disables a user whose document may be locked: first in Firebase Auth, which knows no
 * locks (no sign-in, no fresh token, no role in the next one), then in the document as `disable` does.
 *
 * @returns an answer with the exit code 1 when the document is locked: the account is closed then, and rules
 *   go on letting the tokens in that are there until they run out.
 * @throws {AdminError} `no-such-person`, `last-owner`, `not-confirmed`; nothing has been written then.
 */
export async function disableAuthFirst(session: Session, request: DisableRequest): Promise<Answer> {
  const { project, signal, target } = session;
  const person = await waitForReading(findPerson(project, request.person), signal);
  const { uid, account } = person;
  if (account === null) {
    throw new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
      next: `There is no account to disable in Firebase Auth in ${targetName(target)}. Without --auth-first the document is disabled.`,
    });
  }
  await refuseOperatorEdit(session, person, {
    edit: { disabled: true, endSessions: true },
    reason: request.reason,
    yes: true,
    mend: '',
  });
  await confirm(session, request.yes, [
    `the account ${account.email ?? uid} in Firebase Auth: disabled, every session ended, no role in its claims`,
    `then ${project.store.paths.user(uid)}, if it is not locked`,
  ]);
  await waitForWriting(closeInAuth(project, account));
  const byUid = { text: uid, byUid: true };
  try {
    return await disable(session, { ...request, person: byUid, sessions: true, yes: true });
  } catch (error) {
    const failure = explainFailure(error, targetName(target));
    if (failure === null) throw error;
    return halfDone(session, account, failure);
  }
}

/** Each of these takes effect by itself; repeating them changes nothing. */
async function closeInAuth({ auth }: OpenProject, account: UserRecord): Promise<void> {
  const { uid, customClaims } = account;
  await auth.updateUser(uid, { disabled: true });
  const { version } = decodeClaims(customClaims);
  await auth.setCustomUserClaims(uid, claimsWithoutRole(customClaims ?? {}, version));
  await auth.revokeRefreshTokens(uid);
}

function halfDone({ target, project }: Session, account: UserRecord, failure: AdminError): Answer {
  const { uid, email = null } = account;
  const document = project.store.paths.user(uid);
  const locked = failure.code === 'changed-meanwhile';
  return {
    exitCode: EXIT_CODES.attention,
    json: {
      ...targetJson(target),
      uid,
      email,
      disabled: true,
      written: false,
      accountDisabled: true,
      sessionsEnded: true,
      failure: { code: locked ? 'document-locked' : failure.code, message: failure.message },
    },
    text: (paint) => [
      '',
      `${paint('green', '✔')} ${paint('bold', email ?? uid)} is disabled in Firebase Auth: no sign-in, no new token.`,
      locked
        ? `${paint('red', '✗')} ${document} or its marker is locked: a transaction on it is open, or it keeps changing.`
        : `${paint('red', '✗')} ${document} could not be written: ${failure.message}`,
      `  ${paint('dim', 'Rules check that document: an existing token is accepted until then, at most an hour.')}`,
      `  ${paint('cyan', '→')} Run the same command again until it says that the document is disabled.`,
      `  ${paint('cyan', '→')} If that cannot wait: \`lockdown on --by-rules\` closes Firestore to all users at once.`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}
