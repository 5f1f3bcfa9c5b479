import { MAX_CLAIMS_LENGTH, RESERVED_CLAIMS } from './limits.js';
/** Access that nothing was granted to. */
export const NO_ACCESS = { role: null, expiresAt: null, version: 0 };
/** The claims that are ours; every other claim on an account belongs to somebody else. */
const OWN_CLAIMS = ['role', 'cv', 'rx'];
/** Our claims for an access: `role` and `rx` only when there is something to say. */
export function encodeClaims(access) {
    return {
        ...(access.role !== null && { role: access.role }),
        cv: access.version,
        ...(access.role !== null && access.expiresAt !== null && { rx: access.expiresAt }),
    };
}
/**
 * Reads access out of an account's custom claims or a decoded ID token. Anything malformed denies:
 * a `role` that is no string and an `rx` that is no number yield no role, a malformed `cv` version 0.
 * The role is not checked against a table; `permits` grants nothing to an unknown one.
 */
export function decodeClaims(claims) {
    if (typeof claims !== 'object' || claims === null)
        return NO_ACCESS;
    const { role, cv, rx } = claims;
    const version = Number.isSafeInteger(cv) && cv > 0 ? cv : 0;
    const limited = rx !== undefined && rx !== null;
    if (typeof role !== 'string' || (limited && !Number.isSafeInteger(rx))) {
        return { ...NO_ACCESS, version };
    }
    return { role, expiresAt: limited ? rx : null, version };
}
/** The account's claims with ours replaced and everybody else's kept. */
export function mergeClaims(existing, access) {
    const foreign = Object.entries(existing).filter(([name]) => !OWN_CLAIMS.includes(name));
    return { ...Object.fromEntries(foreign), ...encodeClaims(access) };
}
/**
 * The account's claims without a role, for access that cannot be read or does not fit: everybody else's
 * are kept in their order as far as they fit beside `cv`, which alone always does.
 */
export function claimsWithoutRole(existing, version) {
    const own = encodeClaims({ ...NO_ACCESS, version });
    let kept = {};
    for (const [name, value] of Object.entries(existing)) {
        if (OWN_CLAIMS.includes(name))
            continue;
        const more = { ...kept, [name]: value };
        if (claimsProblem({ ...more, ...own }) === null)
            kept = more;
    }
    return { ...kept, ...own };
}
/** Whether the claims say exactly this access, in the shape that `encodeClaims` gives it today. */
export function carriesAccess(claims, access) {
    const encoded = encodeClaims(access);
    return OWN_CLAIMS.every((name) => claims[name] === encoded[name]);
}
/** What Firebase Auth would refuse about these claims, or null when it accepts them. */
export function claimsProblem(claims) {
    const reserved = Object.keys(claims).find((name) => RESERVED_CLAIMS.includes(name));
    if (reserved !== undefined) {
        return {
            code: 'reserved-claim',
            message: `The account carries a claim named "${reserved}", which Firebase Auth reserves. Remove it and save the role again.`,
            field: reserved,
        };
    }
    const { length } = JSON.stringify(claims);
    if (length > MAX_CLAIMS_LENGTH) {
        return {
            code: 'claims-too-large',
            message: `With the role added, the account's custom claims would be ${length} characters long; ${MAX_CLAIMS_LENGTH} are allowed. Remove other claims and save the role again.`,
        };
    }
    return null;
}
