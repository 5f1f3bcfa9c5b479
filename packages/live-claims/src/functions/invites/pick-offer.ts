import {
  type ClaimsVersion,
  type Invite,
  isRole,
  type Principal,
  type RoleTable,
  rankOf,
  refuseRoleChange,
  versionAt,
} from '../../core/index.ts';
import { OPERATOR } from './invite-terms.ts';

/** An open invite, and what its inviter is at this moment. */
export interface Offer {
  readonly id: string;
  readonly invite: Invite;
  /** The inviter's role that counts now; null for none. Of no meaning for an operator's. */
  readonly inviterRole: string | null;
  /** When that role ends, in whole seconds since the Unix epoch; null or absent for never. */
  readonly inviterUntil?: number | null;
}

/** Who wants to take an invite. */
export interface Taker {
  readonly uid: string;
  /** The role that stands in their document, also when it is over: what the inviter has to outrank. */
  readonly standing: string | null;
  /** The role that they have at this moment. */
  readonly effective: string | null;
  /**
   * When their access was lowered, removed, disabled, ended or deleted last; 0 for never. An invite
   * that is not younger gives nothing: the later decision wins.
   */
  readonly loweredVersion: ClaimsVersion;
}

/**
 * The invite that gives the taker the most, or null when none gives them anything: it is over or older
 * than what was decided about them, names no role of the table or none above the one they have, or its
 * inviter could not give the role themselves at this moment.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function pickOffer<O extends Offer>(
  roles: RoleTable,
  offers: readonly O[],
  taker: Taker,
  now: number,
): O | null {
  const good = offers.filter((offer) => isGood(roles, offer, taker, now));
  const rank = ({ invite }: Offer) => rankOf(roles, invite.role);
  return good.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

function isGood(
  roles: RoleTable,
  { invite, inviterRole, inviterUntil }: Offer,
  { uid, standing, effective, loweredVersion }: Taker,
  now: number,
): boolean {
  const { role, invitedBy } = invite;
  if (invite.acceptedAt !== null || isOver(invite, now) || !isRole(roles, role)) return false;
  if (versionAt(invite.createdAt) <= loweredVersion) return false;
  if (rankOf(roles, role) <= rankOf(roles, effective)) return false;
  if (invitedBy === OPERATOR) return true;
  const actor: Principal = { uid: invitedBy, role: inviterRole, expiresAt: inviterUntil ?? null };
  return refuseRoleChange(roles, { actor, target: { uid, role: standing }, role }) === null;
}

/** Whether the time of an invite is over; it is from that very moment on. */
export function isOver({ expiresAt }: Pick<Invite, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt.seconds * 1000 + expiresAt.nanoseconds / 1e6 <= now;
}
