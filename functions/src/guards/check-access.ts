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

/** What an operation asks of whoever calls it. */
export interface Requirement {
  /** Null: any account that may be here at all. */
  readonly permission: string | null;
  /**
   * What decides about the permission: `token`, the ID token as it is; `current`, the ID token if it
   * is no older than the marker; `now`, the document `users/{uid}`.
   */
  readonly strength: 'token' | 'current' | 'now';
  /** How old the token may be, in seconds since it was issued. Absent: any age. */
  readonly maxTokenAge?: number | undefined;
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
 * Decides whether the caller may go on; null when they may. Whatever is missing denies.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function checkAccess(
  roles: RoleTable,
  { permission, strength, maxTokenAge }: Requirement,
  caller: Caller,
  { settings, marker = null, user = null }: AccessFacts,
  now: number,
): RefusalDetails | null {
  if (caller.authTime < (settings.minimumAuthTime ?? 0)) return { reason: 'sign-in-too-old' };

  let { role, expiresAt } = caller.access;
  if (expiresAt !== null && expiresAt * 1000 <= now) role = null;
  if (strength === 'current') {
    const refusal = checkMarker(caller, marker);
    if (refusal !== null) return refusal;
  }
  if (strength === 'now') {
    if (user?.disabled === true) return { reason: 'disabled' };
    if (caller.authTime < sessionsEndOf(user, now)) return { reason: 'session-revoked' };
    role = roleOfActor(roles, user ?? undefined, now);
  }

  if (settings.lockdown && roleOfActor(roles, user ?? undefined, now) !== topRole(roles)) {
    return { reason: 'locked-down' };
  }
  if (permission !== null && !permits(roles, role, permission)) return { reason: 'not-allowed' };
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

/** An end of the sessions that cannot be read ends all of them. */
function sessionsEndOf(user: Readonly<Record<string, unknown>> | null, now: number): number {
  const { endedAt, problem } = readSessionsEnd(user ?? {}, now * 1000);
  return problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;
}
