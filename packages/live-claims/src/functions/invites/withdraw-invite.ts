import type { GrantRefusal, RoleTable } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { auditInvite, offered } from './audit-invite.ts';
import { actorOf, type Inviter, readInviter } from './inviter.ts';

export interface WithdrawOrder {
  readonly inviteId: string;
  readonly inviter: Inviter;
  /** Why, for the audit log. */
  readonly reason?: string | null;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

export type WithdrawnInvite =
  | { readonly outcome: 'withdrawn' }
  | { readonly outcome: 'refused'; readonly reason: GrantRefusal }
  /** It was never there, was withdrawn before, or somebody has taken it. */
  | { readonly outcome: 'not-open' };

/**
 * Takes an open invite back, also one that is over or that nobody can read. Whoever may not write
 * invites does not learn whether there is one.
 */
export function withdrawInvite(
  { store, roles }: { readonly store: Store; readonly roles: RoleTable },
  { inviteId, inviter, reason = null, now }: WithdrawOrder,
): Promise<WithdrawnInvite> {
  const reference = store.invites.doc(inviteId);
  return store.db.runTransaction(async (transaction): Promise<WithdrawnInvite> => {
    const refuse = await readInviter({ store, roles }, transaction, inviter, now);
    const mayNot = refuse(null);
    if (mayNot !== null) return { outcome: 'refused', reason: mayNot };
    const invite = await transaction.get(reference);
    if (!invite.exists || (invite.get('acceptedAt') ?? null) !== null) {
      return { outcome: 'not-open' };
    }
    const role = textIn(invite.get('role'));
    const refusal = refuse(role);
    // What is taken back has no end: somebody with a role for a time may.
    if (refusal !== null && refusal !== 'beyond-own-end') {
      return { outcome: 'refused', reason: refusal };
    }

    transaction.delete(reference);
    auditInvite(store, transaction, {
      type: 'invite-withdrawn',
      inviteId,
      email: textIn(invite.get('email')) ?? '',
      uid: null,
      actor: actorOf(inviter),
      before: offered(role),
      after: null,
      reason,
    });
    return { outcome: 'withdrawn' };
  });
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
