import type { UserRecord } from 'firebase-admin/auth';
import { claimsWithoutRole, decodeClaims } from '../core/index.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { previewDisabling } from './commit-disabling.ts';
import { confirm } from './confirm.ts';
import { disable } from './disable.ts';
import { explainFailure } from './explain-failure.ts';
import { findPerson } from './find-person.ts';
import { observe } from './observe.ts';
import type { OpenProject } from './open-project.ts';
import { refuseEdit } from './refuse-edit.ts';
import type { DisableRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import { waitForReading, waitForWriting } from './wait.ts';

/**
 * Disables a person where somebody may hold a lock on their document: first in Firebase Auth, which knows no
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
      next: `There is nothing to close in Firebase Auth in ${targetName(target)}. Without --auth-first the document is disabled.`,
    });
  }
  const { source } = await waitForReading(observe(project, person), signal);
  const edit = { disabled: true, sessions: true };
  const plan = await waitForReading(
    previewDisabling(project.store, project.engine.roles, source, { uid, edit }),
    signal,
  );
  // What nobody can read is no reason to leave a stolen account open.
  if (plan.outcome === 'last-owner') refuseEdit(plan, session, uid, '');
  await confirm(session, request.yes, [
    `the account ${account.email ?? uid} in Firebase Auth: disabled, every session over, no role in its claims`,
    `then ${project.store.paths.user(uid)}, if nobody holds a lock on it`,
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
      `${paint('green', '✔')} ${paint('bold', email ?? uid)} is closed in Firebase Auth: no sign-in, no fresh token.`,
      locked
        ? `${paint('red', '✗')} ${document} or its marker is locked: somebody holds a transaction open on it, or keeps changing it.`
        : `${paint('red', '✗')} ${document} could not be written: ${failure.message}`,
      `  ${paint('dim', 'Rules go by that document: a token that is there still counts, at most an hour.')}`,
      `  ${paint('cyan', '→')} Run the same command again until it says that the document is disabled.`,
      `  ${paint('cyan', '→')} If that cannot wait: \`lockdown on --by-rules\` closes Firestore to everybody at once.`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}
