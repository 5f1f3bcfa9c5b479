import {
  effectiveRole,
  type Milliseconds,
  type Principal,
  type RoleTable,
  readGrant,
} from '../../core/index.ts';
import type { UserData } from '../firebase/store.ts';

/**
 * The role of who acts: only a readable, enabled, unexpired one counts.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function roleOfActor(roles: RoleTable, user: UserData, now: Milliseconds): string | null {
  return effectiveRole(readGrant(roles, user ?? {}).grant, now);
}

/** The actor, with the end of their own role: a role that they give ends by then. */
export function principalOf(
  roles: RoleTable,
  uid: string,
  user: UserData,
  now: Milliseconds,
): Principal {
  const role = roleOfActor(roles, user, now);
  const { expiresAt } = readGrant(roles, user ?? {}).grant;
  return { uid, role, expiresAt: role === null ? null : expiresAt };
}

/** The role of who is changed: what stands there counts, also while it is disabled or expired. */
export function roleOfTarget(user: UserData): string | null {
  return typeof user?.role === 'string' ? user.role : null;
}
