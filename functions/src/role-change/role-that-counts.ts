import { type RoleTable, readGrant } from '@live-claims/contract';

/** The fields of a `users/{uid}` document; undefined when there is none. */
type UserFields = Readonly<Record<string, unknown>> | undefined;

/**
 * The role of who acts: only a readable, enabled, unexpired one counts.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function roleOfActor(roles: RoleTable, user: UserFields, now: number): string | null {
  const { grant } = readGrant(roles, user ?? {});
  const ended = grant !== null && grant.expiresAt !== null && grant.expiresAt * 1000 <= now;
  return grant === null || ended ? null : grant.role;
}

/** The role of who is changed: what stands there counts, also while it is disabled or expired. */
export function roleOfTarget(user: UserFields): string | null {
  return typeof user?.role === 'string' ? user.role : null;
}
