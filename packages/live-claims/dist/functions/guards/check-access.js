import { decodeClaims, isUid, NO_ACCESS, permits, readSessionsEnd, topRole, } from '../../core/index.js';
import { roleOfActor } from '../role-change/role-that-counts.js';
/**
 * What an operation asks of its caller, for a guard.
 *
 * @example guardCall(requires('posts.read', { check: 'document', maxTokenAge: 300 }), handler);
 */
export function requires(permission, options) {
    return { ...options, permission: permission };
}
/**
 * A caller without a token, that asked at this time.
 *
 * @param seconds whole seconds since the Unix epoch.
 * @example checkAccess(roles, requirement, callerSince(job.by, job.startedAt), facts, Date.now());
 */
export function callerSince(uid, seconds) {
    return { uid, access: NO_ACCESS, authTime: seconds, issuedAt: seconds };
}
/**
 * The caller that a verified ID token or session cookie stands for; null, which is as good as signed
 * out, for an id that would lead to another document than that account's, and for an account of a
 * tenant (Identity Platform): a tenant gives out ids of its own, which may be the same as one here.
 *
 * @example const caller = callerOf(await auth.verifyIdToken(token));
 */
export function callerOf(token) {
    const { uid, auth_time, iat, firebase } = token;
    const tenant = firebase?.tenant ?? null;
    if (!isUid(uid) || tenant !== null)
        return null;
    return {
        uid,
        access: decodeClaims(token),
        authTime: Number.isSafeInteger(auth_time) ? auth_time : 0,
        issuedAt: Number.isSafeInteger(iat) ? iat : 0,
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
export function checkAccess(roles, { permission, check, maxTokenAge, maxSignInAge }, caller, { settings, marker = null, user = null }, now) {
    if (caller.authTime < (settings.minimumAuthTime ?? 0))
        return { reason: 'sign-in-too-old' };
    if (check === 'marker') {
        const refusal = checkMarker(caller, marker);
        if (refusal !== null)
            return refusal;
    }
    if (check === 'document') {
        const refusal = checkUser(caller, user, now);
        if (refusal !== null)
            return refusal;
    }
    const effectiveRole = roleOfActor(roles, user ?? undefined, now);
    if (settings.lockdown && effectiveRole !== topRole(roles))
        return { reason: 'locked-down' };
    const role = check === 'document' ? effectiveRole : roleOfToken(caller, now);
    if (permission !== null && !permits(roles, role, permission))
        return { reason: 'not-allowed' };
    if (maxSignInAge !== undefined && now / 1000 - caller.authTime > maxSignInAge) {
        return { reason: 'sign-in-too-old' };
    }
    if (maxTokenAge !== undefined && now / 1000 - caller.issuedAt > maxTokenAge) {
        return { reason: 'token-too-old', maxTokenAge };
    }
    return null;
}
function checkMarker({ access, authTime }, marker) {
    if (marker === null)
        return { reason: 'not-allowed' };
    if (marker.disabled)
        return { reason: 'disabled' };
    if (authTime < (marker.sessionsRevokedAt?.seconds ?? 0))
        return { reason: 'session-revoked' };
    const { version } = marker;
    if (access.version < version)
        return { reason: 'token-stale', version };
    return tokenMatches(access, marker) ? null : { reason: 'claims-shadowed' };
}
/**
 * Claims of a session (of a custom token, of beforeSignIn) stand above the account's, so a token may
 * have a new version and beside it an old role. Markers of releases before `expiresAt` are not compared.
 */
function tokenMatches({ role, expiresAt }, marker) {
    if (marker.expiresAt === undefined)
        return true;
    return role === marker.role && expiresAt === marker.expiresAt;
}
function checkUser({ authTime }, user, now) {
    // Whatever stands there, unless it is false: rules see it the same way.
    const { disabled = false } = user ?? {};
    if (disabled !== false)
        return { reason: 'disabled' };
    return authTime < sessionsEndOf(user ?? {}, now) ? { reason: 'session-revoked' } : null;
}
/**
 * The role that the token carries; null from the second on in which its grant ends, and for one
 * without a version, which somebody else put there.
 */
function roleOfToken({ access: { role, expiresAt, version } }, now) {
    const ended = expiresAt !== null && expiresAt * 1000 <= now;
    return ended || version === 0 ? null : role;
}
/** An end of the sessions that cannot be read ends all of them. */
function sessionsEndOf(user, now) {
    const { endedAt, problem } = readSessionsEnd(user, now * 1000);
    return problem === null ? (endedAt ?? 0) : Number.POSITIVE_INFINITY;
}
