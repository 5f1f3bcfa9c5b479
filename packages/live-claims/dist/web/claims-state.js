import { parseMarker, timestampAt, } from '../core/index.js';
import { LiveClaimsError } from './errors.js';
export function initialState(user, offline) {
    return {
        user,
        token: null,
        tokenChanging: true,
        tokenLost: false,
        marker: null,
        confirmed: false,
        comparable: true,
        triedMarker: undefined,
        triedMinimum: null,
        source: null,
        settings: undefined,
        settingsFromServer: false,
        listenerError: null,
        refreshError: null,
        timedOut: false,
        offline,
    };
}
/** The version in the token; 0 while there is none. */
export const tokenVersion = (state) => state.token?.access.version ?? 0;
/** The version that the token has to reach. */
export const markerVersion = (state) => state.marker?.version ?? 0;
/**
 * Milliseconds over which to spread a refresh: 0, at once, but for a change of the claims' shape that the
 * server wants spread. What the token grants is what the marker says then.
 */
export function spreadMs({ marker, token }) {
    return marker && marker.role === token?.access.role && !marker.disabled
        ? (marker.refreshWithin ?? 0) * 1000
        : 0;
}
/**
 * Whether a new token is needed: for a newer version, on the word of the cache too, or, once for each
 * revision of the marker, because the token says something else.
 */
export function isBehind(state) {
    return (state.tokenLost ||
        (state.token !== null && tokenVersion(state) < markerVersion(state)) ||
        (isShadowed(state) && state.triedMarker !== state.marker));
}
/**
 * Whether the token, which has the version of the server's marker or a later one, says something else:
 * claims of the session stand above the account's, or the marker went back. Without a marker, and with
 * one that cannot be read, every role is something else.
 */
export function isShadowed({ token, marker, confirmed, comparable }) {
    if (!token || !confirmed || !comparable)
        return false;
    const { version, role, expiresAt } = marker ?? { version: 0, role: null, expiresAt: null };
    const { access } = token;
    return access.version >= version && (access.role !== role || access.expiresAt !== expiresAt);
}
/** Whether something is still awaited before the claims count as fresh. */
export function isUnsettled(state) {
    return (!state.token ||
        isBehind(state) ||
        isShadowed(state) ||
        !state.source ||
        state.listenerError !== null);
}
/**
 * The state after a marker came. The server's is followed wherever it goes, also back to an older
 * version or to none: snapshots of a listener come in order. The cache counts until the server speaks.
 */
export function withMarker(state, { data, fromCache }, source = 'listener') {
    if (fromCache && state.confirmed)
        return withoutListener(state);
    const marker = parseMarker(data);
    const heard = {
        marker: keepEqual(state.marker, marker),
        comparable: !marker || 'expiresAt' in data,
    };
    if (fromCache)
        return { ...withoutListener(state), ...heard };
    const isUnreadable = !marker && data !== undefined;
    const listenerError = isUnreadable ? new LiveClaimsError('marker-unreadable', data) : null;
    return { ...state, ...heard, source, confirmed: true, listenerError };
}
/** `next`, or `before` when it says the same: documents come anew with every restart of the streams. */
const keepEqual = (before, next) => JSON.stringify(before) === JSON.stringify(next) ? before : next;
/** The state after the listener fell silent; polling that works remains the source. */
export function withoutListener(state) {
    return state.source === 'listener' ? { ...state, source: null } : state;
}
/** The state after the access settings came. The cache never replaces what the server has said. */
export function withSettings(state, { data, fromCache }) {
    if (fromCache && state.settingsFromServer)
        return state;
    return { ...state, settings: keepEqual(state.settings, data), settingsFromServer: !fromCache };
}
/** The state after the server has answered a poll. */
export function withPolled(state, { marker, settings }) {
    const { lockdown, minimumAuthTime: seconds } = settings;
    const minimumAuthTime = seconds === null ? null : timestampAt(seconds);
    const heard = withMarker(state, { data: marker ?? undefined, fromCache: false }, 'polling');
    return withSettings(heard, { data: { lockdown, minimumAuthTime }, fromCache: false });
}
