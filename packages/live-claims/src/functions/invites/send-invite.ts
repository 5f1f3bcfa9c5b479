import { FieldValue } from 'firebase-admin/firestore';
import {
  type GrantRefusal,
  type Milliseconds,
  millisOf,
  parseInvite,
  versionAt,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import * as log from '../log.ts';
import { endOfRole } from './invite-document.ts';
import { isOver } from './offers.ts';
import {
  allowanceDoc,
  allowanceIn,
  type InvitePlace,
  type Inviter,
  readInviter,
  spendOne,
} from './write-invite.ts';

/**
 * An invite to tell its address of.
 *
 * @example
 * const onInvite = ({ email, role }: InviteMail) => mail.send({ to: email, text: `You are invited as ${role}.` });
 */
export interface InviteMail {
  readonly inviteId: string;
  /** In lower case. */
  readonly email: string;
  readonly role: string;
  /** When the role ends that it gives, in milliseconds since the Unix epoch; null for never. */
  readonly roleExpiresAt: Milliseconds | null;
  /** When the invite expires, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  /** The inviter; `name` is their address where no name is known. */
  readonly invitedBy: { readonly uid: string; readonly name: string | null };
  /** Whether the same invite was told of before. */
  readonly isResend: boolean;
}

/**
 * The app's own way to tell an address of its invite. What it throws is logged, and the invite stays.
 *
 * @example const onInvite: OnInvite = ({ email, role }) => mail.send({ to: email, text: `You are invited as ${role}.` });
 */
export type OnInvite = (invite: InviteMail) => unknown;

/**
 * Tells the address of an open invite by the app's hook, and writes down when.
 *
 * @returns whether it did; null without a hook.
 */
export async function sendInvite(
  store: Store,
  onInvite: OnInvite | undefined,
  inviteId: string,
  isResend: boolean,
): Promise<boolean | null> {
  if (onInvite === undefined) return null;
  const reference = store.invites.doc(inviteId);
  try {
    const invite = parseInvite((await reference.get()).data());
    // Withdrawn or accepted in the meantime.
    if (invite === null || invite.acceptedAt !== null) return false;
    const { email, role, expiresAt, invitedBy: uid, invitedByName: name = null } = invite;
    await onInvite({
      ...{ inviteId, email, role, isResend },
      roleExpiresAt: endOfRole(invite),
      expiresAt: expiresAt && millisOf(versionAt(expiresAt)),
      invitedBy: { uid, name },
    });
    await reference.update({ sentAt: FieldValue.serverTimestamp() });
    return true;
  } catch (error) {
    log.inviteNotSent(inviteId, error);
    return false;
  }
}

/** Why the mail of an invite is not sent again; `allowed` where it may be. */
export type ResendDecision =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'forbidden'; readonly reason: GrantRefusal }
  | { readonly outcome: 'too-many'; readonly nextAt: Milliseconds }
  /** It never existed, was withdrawn, accepted, or is over. */
  | { readonly outcome: 'not-open' };

/**
 * Whether the inviter may have the mail of an invite sent again: by rank, as for a new one, and within the hour's
 * limit, of which it takes one.
 */
export function allowResend(
  { store, roles, limits }: InvitePlace,
  {
    inviteId,
    inviter,
    now,
  }: {
    readonly inviteId: string;
    readonly inviter: Extract<Inviter, { readonly kind: 'person' }>;
    readonly now: Milliseconds;
  },
): Promise<ResendDecision> {
  return store.db.runTransaction(async (transaction): Promise<ResendDecision> => {
    const { refuse } = await readInviter({ store, roles }, transaction, inviter, now);
    const mayNot = refuse(null);
    if (mayNot !== null) return { outcome: 'forbidden', reason: mayNot };
    const allowance = allowanceDoc(store, inviter.uid);
    const [document, counted] = await transaction.getAll(store.invites.doc(inviteId), allowance);
    const invite = parseInvite(document?.data());
    if (invite === null || invite.acceptedAt !== null || isOver(invite, now)) {
      return { outcome: 'not-open' };
    }
    const refusal = refuse(invite.role, endOfRole(invite));
    if (refusal !== null) return { outcome: 'forbidden', reason: refusal };
    const spent = spendOne(counted?.data(), now, limits.invitesPerHour);
    if (spent === null) {
      return { outcome: 'too-many', nextAt: allowanceIn(counted?.data(), now, 0).nextAt ?? now };
    }
    transaction.set(allowance, { ...spent });
    return { outcome: 'allowed' };
  });
}
