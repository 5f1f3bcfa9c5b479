/**
 * Why somebody is not let through. A closed set.
 *
 * - `signed-out`: there is no token, or nobody can trust it.
 * - `session-revoked`: the sign-in is from before the account was signed out everywhere.
 * - `sign-in-too-old`: the sign-in is from before `minimumAuthTime`.
 * - `disabled`: the account is disabled.
 * - `locked-down`: only the top role gets in at the moment.
 * - `token-stale`: the token is older than the account's marker. A refresh helps.
 * - `claims-shadowed`: the token has the version of the marker, or a later one, but not its role and its
 *   end: claims of the session, which no refresh changes, stand above the account's.
 * - `token-too-old`: the token is older than this operation takes. A refresh helps.
 * - `not-allowed`: the role does not have the permission.
 */
export const ACCESS_REFUSALS = [
    'signed-out',
    'session-revoked',
    'sign-in-too-old',
    'disabled',
    'locked-down',
    'token-stale',
    'claims-shadowed',
    'token-too-old',
    'not-allowed',
];
/** The details in unknown data; null when it cannot be read as such. By hand, for the client's sake. */
export function parseRefusalDetails(data) {
    const { reason, version, maxTokenAge } = (data ?? {});
    if (!isRefusal(reason) ||
        !(version === undefined || isClaimsVersion(version)) ||
        !(maxTokenAge === undefined || typeof maxTokenAge === 'number')) {
        return null;
    }
    return {
        reason,
        ...(version !== undefined && { version }),
        ...(maxTokenAge !== undefined && { maxTokenAge }),
    };
}
function isRefusal(value) {
    return ACCESS_REFUSALS.includes(value);
}
function isClaimsVersion(value) {
    return Number.isSafeInteger(value);
}
