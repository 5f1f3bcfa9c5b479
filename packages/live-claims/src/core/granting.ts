import type { Grant } from './grant.ts';
import { permits, type RoleTable, rankOf, topRole } from './roles.ts';
import type { Seconds } from './time.ts';

/**
 * Why a role change is refused. A closed set.
 *
 * @example const refusal: GrantRefusal = 'rank-too-low';
 */
export type GrantRefusal =
  | 'not-allowed'
  | 'own-role'
  | 'rank-too-low'
  | 'beyond-own-end'
  | 'last-owner';

/**
 * A user in a role change, as `users/{uid}` says at this moment.
 *
 * @example const actor: Principal = { uid: 'ada', role: 'admin' };
 */
export interface Principal {
  readonly uid: string;
  /** Their role now; null for none, an expired or an unreadable one, or a disabled person. */
  readonly role: string | null;
  /** When that role ends, in whole seconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Seconds | null;
}

/**
 * A change of role to decide on.
 *
 * @example
 * const change: RoleChange = { actor: { uid: 'ada', role: 'admin' }, target: { uid: 'bob', role: null }, role: 'editor' };
 */
export interface RoleChange {
  readonly actor: Principal;
  readonly target: Principal;
  /** The target's new role; null removes it. */
  readonly role: string | null;
  /** When the new role ends, in whole seconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Seconds | null;
}

/**
 * Decides whether the actor may make the change; null when they may.
 *
 * A person cannot change their own role, a user at or above their own rank, or grant a rank at or above
 * it; the top role may change every other user. A person with a time-bound role grants until its end at
 * most: otherwise an accomplice could give it back permanently. Whether a permanent owner is left needs
 * the database: see `isPermanentOwner`.
 *
 * @example refuseRoleChange(roles, { actor, target: actor, role: 'owner' }) // 'own-role'
 */
export function refuseRoleChange(table: RoleTable, change: RoleChange): GrantRefusal | null {
  const { actor, target, role } = change;
  if (!permits(table, actor.role, table.grantPermission)) return 'not-allowed';
  if (actor.uid === target.uid) return 'own-role';
  const rank = rankOf(table, actor.role);
  const isTooLow = rankOf(table, target.role) >= rank || rankOf(table, role) >= rank;
  if (actor.role !== topRole(table) && isTooLow) return 'rank-too-low';
  return role !== null && endsAfter(change.expiresAt, actor.expiresAt) ? 'beyond-own-end' : null;
}

function endsAfter(end: number | null | undefined, limit: number | null | undefined): boolean {
  return limit != null && (end == null || end > limit);
}

/**
 * Whether a grant is the top role without an end. The last such grant must stay: a person with a
 * time-bound top role may change the others, and their end would leave no owner.
 *
 * @example isPermanentOwner(roles, { role: 'owner', expiresAt: null }) // true
 */
export function isPermanentOwner(
  table: RoleTable,
  grant: Pick<Grant, 'role' | 'expiresAt'> | null,
): boolean {
  return grant !== null && grant.role === topRole(table) && grant.expiresAt === null;
}

/**
 * The roles that the actor may give to the target, by rank, until the actor's own end where there is one;
 * empty when they may change nothing.
 *
 * @example
 * grantableRoles(roles, { uid: 'ada', role: 'admin' }, { uid: 'bob', role: null }) // ['viewer', 'editor']
 */
export function grantableRoles<Role extends string>(
  table: RoleTable<Role>,
  actor: Principal,
  target: Principal,
): readonly Role[] {
  const { expiresAt = null } = actor;
  return table.ranking.filter(
    (role) => refuseRoleChange(table, { actor, target, role, expiresAt }) === null,
  );
}

/** Ids that no account has: an invite is for a person without an account. */
const INVITER = { uid: ' inviter' };
const INVITED = { uid: ' invited', role: null };

/**
 * The roles that a user with this role may invite to, lowest first.
 *
 * @example invitableRoles(roles, 'moderator') // ['member']
 */
export function invitableRoles<Role extends string>(
  table: RoleTable<Role>,
  role: string | null,
): readonly Role[] {
  return grantableRoles(table, { ...INVITER, role }, INVITED);
}
