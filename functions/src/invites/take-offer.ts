import type { Actor } from '@live-claims/contract';
import { FieldValue, type Firestore, type Transaction } from 'firebase-admin/firestore';
import { auditInvite, offered } from './audit-invite.ts';
import type { FoundOffer } from './find-offer.ts';

/**
 * Takes an invite in the transaction that gives its role, for good: nobody ever takes it again, also
 * no account that is made anew with the same address.
 *
 * @param before the role that the taker had; null for none.
 */
export function takeOffer(
  db: Firestore,
  transaction: Transaction,
  { id, reference, invite }: FoundOffer,
  {
    uid,
    kind,
    before,
  }: { readonly uid: string; readonly kind: Actor['kind']; readonly before: string | null },
): void {
  transaction.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });
  auditInvite(db, transaction, {
    type: 'invite-accepted',
    inviteId: id,
    email: invite.email,
    uid,
    actor: { kind, uid },
    before: before === null ? null : offered(before),
    after: offered(invite.role),
  });
}
