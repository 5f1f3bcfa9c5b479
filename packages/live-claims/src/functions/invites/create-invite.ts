import { FieldValue, type QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import {
  type CreateInviteRequest,
  type GrantRefusal,
  type Limits,
  parseInvite,
  type RoleTable,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { allowanceDoc, spendOne } from './allowance.ts';
import { auditInvite, offered } from './audit-invite.ts';
import { inviteId } from './invite-id.ts';
import { actorOf, type Inviter, inviterId, readInviter } from './inviter.ts';
import { openInvites } from './open-invites.ts';
import { isOver } from './pick-offer.ts';

export interface InviteOrder extends CreateInviteRequest {
  readonly inviter: Inviter;
  /** Why, for the audit log. */
  readonly reason?: string | null;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Where invites are written. */
export interface InvitePlace {
  readonly store: Store;
  readonly roles: RoleTable;
  readonly limits: Pick<Limits, 'invitesPerHour'>;
}

export type CreatedInvite =
  | { readonly outcome: 'created'; readonly inviteId: string; readonly replaced: string | null }
  | { readonly outcome: 'refused'; readonly reason: GrantRefusal }
  /** The inviter has written as many as anybody may in an hour. */
  | { readonly outcome: 'too-many' };

/**
 * Writes an invite, if its inviter could give the role at the moment of the commit. It replaces an
 * open one to the same address, if the inviter could have written that one too. Whether there is an
 * account with the address plays no part, so that nothing tells.
 */
export function createInvite(
  { store, roles, limits }: InvitePlace,
  { email, role, expiresAt, inviter, reason = null, now }: InviteOrder,
): Promise<CreatedInvite> {
  const id = inviteId(email);
  const invite = store.invites.doc(id);
  return store.db.runTransaction(async (transaction): Promise<CreatedInvite> => {
    const refuse = await readInviter({ store, roles }, transaction, inviter, now);
    const refusal = refuse(role);
    if (refusal !== null) return { outcome: 'refused', reason: refusal };

    const allowance = inviter.kind === 'person' ? allowanceDoc(store, inviter.uid) : null;
    const [{ docs: open }, , counted] = await Promise.all([
      transaction.get(openInvites(store, email)),
      // Reading it is what makes two of the same moment stand in line.
      transaction.get(invite),
      allowance && transaction.get(allowance),
    ]);
    const live = open.filter((document) => stillOffers(document, now));
    for (const document of live) {
      const beyond = refuse(roleIn(document));
      if (beyond !== null) return { outcome: 'refused', reason: beyond };
    }
    if (allowance !== null) {
      const spent = spendOne(counted?.data(), now, limits.invitesPerHour);
      if (spent === null) return { outcome: 'too-many' };
      transaction.set(allowance, { ...spent });
    }

    for (const document of open) if (document.id !== id) transaction.delete(document.ref);
    transaction.set(invite, {
      email,
      role,
      invitedBy: inviterId(inviter),
      createdAt: FieldValue.serverTimestamp(),
      expiresAt: Timestamp.fromMillis(expiresAt),
      acceptedAt: null,
      acceptedBy: null,
    });
    const replaced = live.map(roleIn)[0] ?? null;
    auditInvite(store, transaction, {
      type: 'invite-created',
      inviteId: id,
      email,
      uid: null,
      actor: actorOf(inviter),
      before: replaced === null ? null : offered(replaced),
      after: offered(role),
      reason,
    });
    return { outcome: 'created', inviteId: id, replaced };
  });
}

/** What cannot be read as an invite offers nothing. */
function stillOffers(document: QueryDocumentSnapshot, now: number): boolean {
  const invite = parseInvite(document.data());
  return invite !== null && !isOver(invite, now);
}

function roleIn(document: QueryDocumentSnapshot): string | null {
  const role: unknown = document.get('role');
  return typeof role === 'string' ? role : null;
}
