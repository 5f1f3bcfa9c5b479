import {
  type Access,
  type AccessSettings,
  additionalIn,
  additionalNames,
  type Check,
  claimNamesOf,
  customIn,
  decodeClaims,
  effectiveRole,
  isSameJson,
  isUid,
  type Marker,
  type Milliseconds,
  membershipIn,
  NO_ACCESS,
  orgIdsIn,
  permits,
  type RefusalDetails,
  type RoleTable,
  readClaimSources,
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
  /** The organisation, of an `OrgRequirement`. @default the app, in no organisation */
  readonly in?: undefined;
}

/**
 * What an operation in an organisation asks of its caller: a permission there.
 *
 * @example
 * const requirement: OrgRequirement = { permission: 'notes.write', check: 'document', in: 'acme' };
 */
export interface OrgRequirement<Permission extends string = string, Asked = never>
  extends Omit<Requirement, 'permission' | 'in'> {
  readonly permission: Permission;
  /**
   * The id of the organisation, or how to find it in what is asked: in the data of a callable, in the request of an
   * HTTP function or a server. What it gives, or promises, is refused where it is no id of an organisation.
   */
  readonly in: string | ((asked: Asked) => unknown);
}

/**
 * Either kind of requirement.
 *
 * @example const any: AnyRequirement<'posts.read', 'notes.write'> = requires('notes.write', { in: 'acme', check: 'token' });
 */
export type AnyRequirement<
  Permission extends string = string,
  OrgPermission extends string = string,
  Asked = never,
> = Requirement<Permission> | OrgRequirement<OrgPermission, Asked>;

/**
 * What an operation asks of its caller, for a guard: a permission of the app, or with `in` one in an organisation.
 *
 * @example guardCall(requires('posts.read', { check: 'document', maxTokenAge: 300 }), handler);
 * @example
 * const mayWrite = requires('notes.write', { in: ({ orgId }: NewNote) => orgId, check: 'document' });
 */
export function requires<Permission extends string, Asked = unknown>(
  permission: Permission,
  options: Omit<OrgRequirement<string, Asked>, 'permission'>,
): OrgRequirement<Permission, Asked>;
export function requires<Permission extends string | null>(
  permission: Permission,
  options: Omit<Requirement, 'permission' | 'in'>,
): Requirement<NonNullable<Permission>>;
export function requires(
  permission: string | null,
  options: Omit<AnyRequirement, 'permission'>,
): AnyRequirement {
  // An organisation that could not be found is none, never the app.
  const org = 'in' in options && { in: options.in ?? '' };
  return { ...options, ...org, permission } as AnyRequirement;
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
  /** All that the token says; empty for a caller without one. */
  readonly token: Readonly<Record<string, unknown>>;
}

/** The marker, as far as a check asks it. */
export interface MarkerFacts
  extends Pick<Marker, 'version' | 'role' | 'disabled' | 'sessionsRevokedAt' | 'additionalClaims'> {
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
  return { uid, access: NO_ACCESS, authTime: seconds, issuedAt: seconds, token: {} };
}

/** What the documents say at this moment; the check tells which of them are needed. */
export interface AccessFacts {
  readonly settings: AccessSettings;
  /** The marker; null when there is none that can be read. Needed by `marker`. */
  readonly marker?: MarkerFacts | null;
  /**
   * The fields of `users/{uid}` under the default names; null when there is no such document. Needed by `document`, where
   * the membership decides, and in a lockdown.
   */
  readonly user?: Readonly<Record<string, unknown>> | null;
  /** Where a permission in an organisation is asked for. */
  readonly org?: OrgFacts | undefined;
}

/** What is asked of an organisation. */
export interface OrgFacts {
  readonly id: string;
  /**
   * The fields of the caller's membership under the default names; null when there is none. Needed where
   * `membershipDecides`.
   */
  readonly member?: Readonly<Record<string, unknown>> | null;
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
    token,
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
  { permission, check, maxTokenAge, maxSignInAge, in: inOrg }: AnyRequirement,
  caller: Caller,
  { settings, marker = null, user = null, org }: AccessFacts,
  now: Milliseconds,
): RefusalDetails | null {
  if (caller.authTime < (settings.minimumAuthTime ?? 0)) return { reason: 'sign-in-too-old' };

  if (check === 'marker') {
    const refusal = checkMarker(caller, marker);
    if (refusal !== null) return refusal;
    if (!additionalMatches(roles, caller, marker)) return { reason: 'claims-shadowed' };
  }
  if (check === 'document' || (org !== undefined && membershipDecides(check, caller, org.id))) {
    const refusal = checkUser(caller, user, now);
    if (refusal !== null) return refusal;
  }

  if (settings.lockdown) {
    const isTop = roleOfActor(roles, user ?? undefined, now) === topRole(roles);
    // Whatever the check consults: in a lockdown the document decides, with the end of the sessions in it.
    const refusal = isTop ? checkUser(caller, user, now) : ({ reason: 'locked-down' } as const);
    if (refusal !== null) return refusal;
  }

  const isAllowed =
    inOrg === undefined
      ? permission === null ||
        permits(roles, roleInEffect(roles, check, caller, { user }, now), permission)
      : permission !== null &&
        roles.orgs !== undefined &&
        permits(
          roles.orgs,
          memberRoleInEffect(roles, check, caller, { user, org }, now),
          permission,
        );
  if (!isAllowed) return { reason: 'not-allowed' };
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

/**
 * The role in the organisation that decides: the membership's, or for the other checks the token's, as long as that names
 * the organisation or has room for all.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function memberRoleInEffect(
  { orgs }: RoleTable,
  check: Check,
  caller: Caller,
  { user, org }: Pick<AccessFacts, 'user' | 'org'>,
  now: Milliseconds,
): string | null {
  if (orgs === undefined || org === undefined) return null;
  if (membershipDecides(check, caller, org.id)) {
    // As in the rules: without users/{uid} nothing says that the account may be here.
    return user ? roleOfActor(orgs, org.member ?? undefined, now) : null;
  }
  const membership = caller.access.version === 0 ? null : membershipIn(orgs, caller.token, org.id);
  return membership && effectiveRole(membership, now);
}

/**
 * Whether the membership itself decides: by the check `document`, and for an organisation that is not named in a token
 * without room for all.
 */
export function membershipDecides(
  check: Check,
  { access, token }: Pick<Caller, 'access' | 'token'>,
  orgId: string,
): boolean {
  const mayBeLeftOut = access.version > 0 && token.om === 1 && !orgIdsIn(token).includes(orgId);
  return check === 'document' || mayBeLeftOut;
}

/**
 * The claims of the app's own, by its names for them: with the check `document` as `users/{uid}` has them, with the
 * others as the token does. A token without a version has none that are live-claims'.
 */
export function customInEffect(
  roles: RoleTable,
  check: Check,
  { access, token }: Caller,
  { user }: Pick<AccessFacts, 'user'>,
): Readonly<Record<string, unknown>> {
  const { claims } = roles;
  if (claims === undefined) return {};
  const carried = access.version === 0 ? {} : token;
  if (check !== 'document') return customIn(claims, carried);
  const last = additionalIn(carried, claimNamesOf(claims)) ?? {};
  return customIn(claims, readClaimSources(claims, user ?? {}, last).values);
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

/** The same for the claims beside the role: what stands in the token is what the marker says of the account's. */
function additionalMatches(
  roles: RoleTable,
  { token }: Caller,
  marker: MarkerFacts | null,
): boolean {
  const published = marker?.additionalClaims ?? {};
  return additionalNames(roles).every((name) =>
    isSameJson(token[name] ?? null, published[name] ?? null),
  );
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
