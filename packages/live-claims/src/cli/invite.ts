import { createInvite } from '../functions/invites/create-invite.ts';
import { openInvites } from '../functions/invites/open-invites.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { confirm } from './confirm.ts';
import { accountWith } from './find-person.ts';
import { momentFrom, momentText } from './moment.ts';
import { refuseUnverified } from './refuse-unverified.ts';
import type { InviteRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import { waitForReading, waitForWriting } from './wait.ts';

/**
 * Writes an invite, as an operator who outranks everybody; it replaces an open one to the address.
 *
 * @throws {AdminError} `unverified-address`, `not-confirmed`; nothing has been written then.
 */
export async function invite(session: Session, request: InviteRequest): Promise<Answer> {
  const { project, signal, target, now } = session;
  const { email, role, expiresAt, reason, unverified, yes } = request;
  if (!unverified) {
    // Who signed up first with somebody else's address only waits for them to click the link.
    refuseUnverified(email, await waitForReading(accountWith(project, email), signal));
  }
  const place = { store: project.store, roles: project.engine.roles, limits: project.limits };
  const open = await waitForReading(openInvites(place.store, email).get(), signal);
  await confirm(session, yes, [
    `an invite of ${email} as ${role}, until ${momentText(expiresAt)}`,
    ...(open.empty ? [] : ['  in place of the one that is open']),
  ]);
  const order = { email, role, expiresAt, reason, inviter: OPERATOR, now: now() };
  const created = await waitForWriting(createInvite(place, order));
  // An operator is neither outranked nor counted.
  if (created.outcome !== 'created') throw new Error(`The invite was ${created.outcome}.`);
  const { inviteId, replaced } = created;
  return {
    exitCode: EXIT_CODES.done,
    json: {
      ...targetJson(target),
      inviteId,
      email,
      role,
      expiresAt: new Date(expiresAt).toISOString(),
      replaced,
    },
    text: (paint) => [
      '',
      `${paint('green', '✔')} ${paint('bold', email)} is invited as ${paint('bold', role)}, until ${momentFrom(expiresAt, now())}.`,
      ...(replaced === null ? [] : [`  In place of an invite as ${replaced}.`]),
      `  ${paint('dim', 'Nothing is mailed: tell them to sign up, or to sign in, with this address and to verify it.')}`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

const OPERATOR = { kind: 'operator' } as const;
