import {
  type Access,
  type AccessSettings,
  decodeClaims,
  type Marker,
  permits,
  type RefusalDetails,
  type RoleTable,
  readSessionsEnd,
  topRole,
} from '@live-claims/contract';
import { roleOfActor } from '../role-change/role-that-counts.ts';

/** What decides about a permission: see `Requirement`. */
export type Strength = 'token' | 'current' | 'now';

/** What an operation asks of whoever calls it. */
export interface Requirement<Permission extends string = string> {
  /** Null: any account that may be here at all. */
  readonly permission: Permission | null;
  /**
   * What decides about the permission: `token`, the ID token as it is; `current`, the ID token if it
   * is no older than the marker; `now`, the document `users/{uid}`.
   */
  readonly strength: Strength;
  /** How old the token may be, in seconds since it was issued. Absent: any age. */
  readonly maxTokenAge?: number | undefined;
  /** How long ago the sign-in may be, in seconds. Absent: any time. */
  readonly maxSignInAge?: number | undefined;
}

/** Says what an operation asks, for a guard: `requires('posts.read', { strength: 'now' })`. */
export function requires<Permission extends string | null>(
  permission: Permission,
  how: Omit<Requirement, 'permission'>,
): Requirement<NonNullable<Permission>> {
  return { ...how, permission: permission as NonNullable<Permission> | null };
}

/** Who calls, by a token whose signature was verified. Times in whole seconds since the Unix epoch. */
export interface Caller {
  readonly uid: string;
  readonly access: Access;
  /** When they signed in. */
  readonly authTime: number;
  /** When the token was issued. */
  readonly issuedAt: number;
}

/** What the documents say at this moment; `strength` tells which of them are needed. */
export interface AccessFacts {
  readonly settings: AccessSettings;
  /** The marker; null when there is none that can be read. Needed by `current`. */
  readonly marker?: Marker | null;
  /** The fields of `users/{uid}`; null when there is no such document. Needed by `now`, and in a lockdown. */
  readonly user?: Readonly<Record<string, unknown>> | null;
}

/** The caller that a verified ID token or session cookie stands for. */
export function callerOf(token: Readonly<Record<string, unknown>> & { uid: string }): Caller {
  const { uid, auth_time, iat } = token;
  return {
    uid,
    access: decodeClaims(token),
    authTime: Number.isSafeInteger(auth_time) ? (auth_time as number) : 0,
    issuedAt: Number.isSafeInteger(iat) ? (iat as number) : 0,
  };
}

/**
 * Decides whether the caller may go on; null when they may. Whatever is missing denies; only an
 * account without a document, which holds no permission, may do what asks for none.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function checkAccess(
  roles: RoleTable,
  { permission, strength, maxTokenAge, maxSignInAge }: Requirement,
  caller: Caller,
  { settings, marker = null, user = null }: AccessFacts,
  now: number,
): RefusalDetails | null {
  if (caller.authTime < (settings.minimumAuthTime ?? 0)) return { reason: 'sign-in-too-old' };

  if (strength === 'current') {
    const refusal = checkMarker(caller, marker);
    if (refusal !== null) return refusal;
  }
  if (strength === 'now') {
    const refusal = checkUser(caller, user, now);
    if (refusal !== null) return refusal;
  }

  const roleNow = roleOfActor(roles, user ?? undefined, now);
  if (settings.lockdown && roleNow !== topRole(roles)) return { reason: 'locked-down' };

  const role = strength === 'now' ? roleNow : roleInToken(caller, now);
  if (permission !== null && !permits(roles, role, permission)) return { reason: 'not-allowed' };
  if (maxSignInAge !== undefined && now / 1000 - caller.authTime > maxSignInAge) {
    return { reason: 'sign-in-too-old' };
  }
  if (maxTokenAge !== undefined && now / 1000 - caller.issuedAt > maxTokenAge) {
    return { reason: 'token-too-old', maxTokenAge };
  }
  return null;
}

function checkMarker({ access, authTime }: Caller, marker: Marker | null): RefusalDetails | null {
  if (marker === null) return { reason: 'not-allowed' };
  if (marker.disabled) return { reason: 'disabled' };
  if (authTime < (marker.sessionsRevokedAt?.seconds ?? 0)) return { reason: 'session-revoked' };
  const { version } = marker;
  return access.version < version ? { reason: 'token-stale', version } : null;
}

function checkUser(
  { authTime }: Caller,
  user: Readonly<Record<string, unknown>> | null,
  now: number,
): RefusalDetails | null {
  // Whatever stands there, unless it is false: rules see it the same way.
  const { disabled = false } = user ?? {};
  if (disabled !== false) return { reason: 'disabled' };
  return authTime < sessionsEndOf(user ?? {}, now) ? { reason: 'session-revoked' } : null;
}

/** The role that the token carries; null from the second on in which its grant ends. */
function roleInToken({ access: { role, expiresAt } }: Caller, now: number): string | null {
  return expiresAt !== null && expiresAt * 1000 <= now ? null : role;
}

/** An end of the sessions that cannot be read ends all of them. */
function sessionsEndOf(user: Readonly<Record<string, unknown>>, now: number): number {
  const { endedAt, problem } = readSessionsEnd(user, now * 1000);
  return problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;
}
