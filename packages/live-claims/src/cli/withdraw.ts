import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { parseWithdrawInvite } from '../core/index.ts';
import { openInvites } from '../functions/invites/open-invites.ts';
import { withdrawInvite } from '../functions/invites/withdraw-invite.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { confirm } from './confirm.ts';
import type { WithdrawRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import { waitForReading, waitForWriting } from './wait.ts';

/**
 * Takes the open invite to an address, or the one with an id, back.
 *
 * @throws {AdminError} `no-such-invite`, `usage` for what can be neither, `not-confirmed`; nothing
 *   has been written then.
 */
export async function withdraw(session: Session, request: WithdrawRequest): Promise<Answer> {
  const { project, signal, target, now } = session;
  const { invite: name, reason, yes } = request;
  const place = { store: project.store, roles: project.engine.roles };
  const found = await waitForReading(findInvites(session, name), signal);
  await confirm(
    session,
    yes,
    found.map((document) => `the invite of ${document.get('email')} as ${document.get('role')}`),
  );
  const order = { inviter: { kind: 'operator' } as const, reason, now: now() };
  const withdrawn: string[] = [];
  for (const { id: inviteId } of found) {
    const { outcome } = await waitForWriting(withdrawInvite(place, { ...order, inviteId }));
    if (outcome === 'withdrawn') withdrawn.push(inviteId);
  }
  if (withdrawn.length === 0) throw notOpen(name);
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), withdrawn },
    text: (paint) => [
      '',
      `${paint('green', '✔')} The invite of ${paint('bold', String(found[0]?.get('email')))} is withdrawn.`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function findInvites(
  { project: { store } }: Session,
  name: string,
): Promise<readonly DocumentSnapshot[]> {
  if (name.includes('@')) {
    const { docs } = await openInvites(store, name.trim()).get();
    if (docs.length === 0) throw notOpen(name);
    return docs;
  }
  const document = await store.invites.doc(idIn(name)).get();
  if (!document.exists || (document.get('acceptedAt') ?? null) !== null) throw notOpen(name);
  return [document];
}

function idIn(text: string): string {
  try {
    return parseWithdrawInvite({ inviteId: text }).inviteId;
  } catch {
    throw new AdminError('usage', `"${text}" is neither an address nor the id of an invite.`, {
      next: '`invites` lists both.',
    });
  }
}

function notOpen(name: string): AdminError {
  return new AdminError('no-such-invite', `There is no open invite for ${name}.`, {
    next: 'It may have been taken or withdrawn. `invites` lists those that are open.',
  });
}
