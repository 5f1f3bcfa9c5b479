import {
  type Access,
  type AccessSettings,
  type Check,
  decodeClaims,
  effectiveRole,
  isUid,
  type Marker,
  type Milliseconds,
  NO_ACCESS,
  permits,
  type RefusalDetails,
  type RoleTable,
  readSessionsEnd,
  type Seconds,
  topRole,
} from '../../core/index.ts';
import { roleOfActor } from './principals.ts';

/**
 * What an operation asks of its caller.
 *
 * @example const requirement: Requirement = { permission: 'posts.read', check: 'document', maxTokenAge: 300 };
 */
export interface Requirement<Permission extends string = string> {
  /** Null: any account that may be here at all. */
  readonly permission: Permission | null;
  /** What decides about the permission. */
  readonly check: Check;
  /** How old the token may be, in seconds since it was issued. @default any age */
  readonly maxTokenAge?: Seconds | undefined;
  /** How long ago the sign-in may be, in seconds. @default any time */
  readonly maxSignInAge?: Seconds | undefined;
}

/**
 * What an operation asks of its caller, for a guard.
 *
 * @example guardCall(requires('posts.read', { check: 'document', maxTokenAge: 300 }), handler);
 */
export function requires<Permission extends string | null>(
  permission: Permission,
  options: Omit<Requirement, 'permission'>,
): Requirement<NonNullable<Permission>> {
  return { ...options, permission: permission as NonNullable<Permission> | null };
}

/**
 * The account that calls, by a token whose signature was verified. Times in whole seconds since the Unix epoch.
 *
 * @example const { uid, access }: Caller = caller;
 */
export interface Caller {
  readonly uid: string;
  readonly access: Access;
  /** When it signed in. */
  readonly authTime: Seconds;
  /** When the token was issued. */
  readonly issuedAt: Seconds;
}

/** The marker, as far as a check asks it. */
export interface MarkerFacts
  extends Pick<Marker, 'version' | 'role' | 'disabled' | 'sessionsRevokedAt'> {
  /** When the role ends, as the claims have it; undefined on a marker of a release that did not say. */
  readonly expiresAt: Seconds | null | undefined;
}

/**
 * A caller without a token, that asked at this time.
 *
 * @param seconds whole seconds since the Unix epoch.
 * @example checkAccess(roles, requirement, callerSince(job.by, job.startedAt), facts, Date.now());
 */
export function callerSince(uid: string, seconds: Seconds): Caller {
  return { uid, access: NO_ACCESS, authTime: seconds, issuedAt: seconds };
}

/** What the documents say at this moment; the check tells which of them are needed. */
export interface AccessFacts {
  readonly settings: AccessSettings;
  /** The marker; null when there is none that can be read. Needed by `marker`. */
  readonly marker?: MarkerFacts | null;
  /** The fields of `users/{uid}` under the default names; null when there is no such document. Needed by `document`, and in a lockdown. */
  readonly user?: Readonly<Record<string, unknown>> | null;
}

/**
 * The caller that a verified ID token or session cookie stands for; null, which is as good as signed
 * out, for an id that would lead to another document than that account's, and for an account of a
 * tenant (Identity Platform): a tenant gives out ids of its own, which may be the same as one here.
 *
 * @example const caller = callerOf(await auth.verifyIdToken(token));
 */
export function callerOf(
  token: Readonly<Record<string, unknown>> & { uid: string },
): Caller | null {
  const { uid, auth_time, iat, firebase } = token;
  const tenant = (firebase as { tenant?: unknown } | null | undefined)?.tenant ?? null;
  if (!isUid(uid) || tenant !== null) return null;
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
 * @example
 * const refusal = checkAccess(roles, requires('posts.read', { check: 'token' }), caller, { settings }, Date.now());
 */
export function checkAccess(
  roles: RoleTable,
  { permission, check, maxTokenAge, maxSignInAge }: Requirement,
  caller: Caller,
  { settings, marker = null, user = null }: AccessFacts,
  now: Milliseconds,
): RefusalDetails | null {
  if (caller.authTime < (settings.minimumAuthTime ?? 0)) return { reason: 'sign-in-too-old' };

  if (check === 'marker') {
    const refusal = checkMarker(caller, marker);
    if (refusal !== null) return refusal;
  }
  if (check === 'document') {
    const refusal = checkUser(caller, user, now);
    if (refusal !== null) return refusal;
  }

  if (settings.lockdown) {
    const isTop = roleOfActor(roles, user ?? undefined, now) === topRole(roles);
    // Whatever the check consults: in a lockdown the document decides, with the end of the sessions in it.
    const refusal = isTop ? checkUser(caller, user, now) : ({ reason: 'locked-down' } as const);
    if (refusal !== null) return refusal;
  }

  const role = roleInEffect(roles, check, caller, { user }, now);
  if (permission !== null && !permits(roles, role, permission)) return { reason: 'not-allowed' };
  if (maxSignInAge !== undefined && now / 1000 - caller.authTime > maxSignInAge) {
    return { reason: 'sign-in-too-old' };
  }
  if (maxTokenAge !== undefined && now / 1000 - caller.issuedAt > maxTokenAge) {
    return { reason: 'token-too-old', maxTokenAge };
  }
  return null;
}

/**
 * The role that decides about the permission: the document's, or for the other checks the token's.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function roleInEffect(
  roles: RoleTable,
  check: Check,
  caller: Caller,
  { user }: Pick<AccessFacts, 'user'>,
  now: Milliseconds,
): string | null {
  return check === 'document'
    ? roleOfActor(roles, user ?? undefined, now)
    : roleOfToken(caller, now);
}

function checkMarker(
  { access, authTime }: Caller,
  marker: MarkerFacts | null,
): RefusalDetails | null {
  if (marker === null) return { reason: 'not-allowed' };
  if (marker.disabled) return { reason: 'disabled' };
  if (authTime < (marker.sessionsRevokedAt?.seconds ?? 0)) return { reason: 'session-revoked' };
  const { version } = marker;
  if (access.version < version) return { reason: 'token-stale', version };
  return tokenMatches(access, marker) ? null : { reason: 'claims-shadowed' };
}

/**
 * Claims of a session (of a custom token, of beforeSignIn) stand above the account's, so a token may
 * have a new version and beside it an old role. Markers of releases before `expiresAt` are not compared.
 */
function tokenMatches({ role, expiresAt }: Access, marker: MarkerFacts): boolean {
  if (marker.expiresAt === undefined) return true;
  return role === marker.role && expiresAt === marker.expiresAt;
}

function checkUser(
  { authTime }: Caller,
  user: Readonly<Record<string, unknown>> | null,
  now: Milliseconds,
): RefusalDetails | null {
  // Whatever stands there, unless it is false: rules see it the same way.
  const { disabled = false } = user ?? {};
  if (disabled !== false) return { reason: 'disabled' };
  return authTime < sessionsEndOf(user ?? {}, now) ? { reason: 'session-revoked' } : null;
}

/**
 * The role that the token carries; null from the second on in which its grant ends, and for one
 * without a version, which live-claims did not set.
 */
function roleOfToken({ access }: Caller, now: Milliseconds): string | null {
  return access.version === 0 ? null : effectiveRole(access, now);
}

/** An end of the sessions that cannot be read ends all of them. */
function sessionsEndOf(user: Readonly<Record<string, unknown>>, now: Milliseconds): Seconds {
  const { endedAt, problem } = readSessionsEnd(user, now * 1000);
  return problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;
}
