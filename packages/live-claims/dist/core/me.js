import * as v from 'valibot';
import { parseMarker } from './marker.js';
import { permissionsOf } from './roles.js';
import { timestampAt } from './timestamp.js';
/** Where a client asks for its access when its listener cannot run. */
export const ME_PATH = '/api/users/me';
/** The answer of `GET /api/users/me`: what a client would learn by listening. */
export const meSchema = v.object({
    uid: v.string(),
    /** The role that the marker names and that counts now; null for none, an expired or a disabled one. */
    role: v.nullable(v.string()),
    /** What that role may do. */
    permissions: v.array(v.string()),
    /** Null when there is none that can be read. */
    marker: v.nullable(v.pipe(v.unknown(), v.transform((data) => parseMarker(revived(data))), v.check((marker) => marker !== null, 'must be a marker'), v.transform((marker) => marker))),
    settings: v.object({
        lockdown: v.boolean(),
        /** Whole seconds since the Unix epoch; null for none. */
        minimumAuthTime: v.nullable(v.pipe(v.number(), v.safeInteger())),
    }),
});
/** The answer in unknown data; null when it cannot be read as one. */
export function parseMe(data) {
    const result = v.safeParse(meSchema, data);
    return result.success ? result.output : null;
}
/**
 * What to answer, ready for JSON. The ID token plays no part in it.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function describeMe(roles, uid, { marker, settings }, now) {
    const role = marker === null ? null : roleThatCounts(marker, now);
    return {
        uid,
        role,
        permissions: [...permissionsOf(roles, role)],
        marker: marker && {
            ...marker,
            claimsUpdatedAt: plain(marker.claimsUpdatedAt),
            sessionsRevokedAt: marker.sessionsRevokedAt && plain(marker.sessionsRevokedAt),
        },
        settings: { ...settings },
    };
}
function roleThatCounts({ role, disabled, expiresAt }, now) {
    const ended = expiresAt !== null && expiresAt * 1000 <= now;
    return disabled || ended ? null : role;
}
/** The marker with its times, which JSON has made plain. */
function revived(data) {
    if (typeof data !== 'object' || data === null)
        return data;
    const { claimsUpdatedAt, sessionsRevokedAt } = data;
    return {
        ...data,
        claimsUpdatedAt: moment(claimsUpdatedAt),
        sessionsRevokedAt: moment(sessionsRevokedAt),
    };
}
function moment(value) {
    const { seconds, nanoseconds } = (value ?? {});
    return seconds === undefined ? value : timestampAt(seconds, nanoseconds);
}
/** The SDKs' own timestamps have other fields in JSON. */
function plain({ seconds, nanoseconds }) {
    return { seconds, nanoseconds };
}
