import { millisOf, versionAt } from '../core/index.js';
import { effectiveAccess } from './claims-plan.js';
import { isBehind, isShadowed, isUnsettled, tokenVersion, } from './claims-state.js';
import { LiveClaimsError } from './errors.js';
/** A snapshot that says nothing about any account. */
export function emptySnapshot(status, rest = {}) {
    return {
        status,
        user: null,
        role: null,
        permissions: [],
        lockedDown: false,
        version: 0,
        markerVersion: null,
        claimsUpdatedAt: null,
        expiresAt: null,
        reason: null,
        error: null,
        problem: null,
        ...rest,
    };
}
/** What an account's state means to the app at the time `now`, in milliseconds since the Unix epoch. */
export function snapshotOf(state, table, now) {
    const { user, marker, token } = state;
    const { role, permissions, lockedDown } = effectiveAccess(state, table, now);
    const expiresAt = token?.access.expiresAt ?? null;
    const [status, error] = statusOf(state);
    return emptySnapshot(status, {
        user,
        role,
        permissions,
        lockedDown,
        version: tokenVersion(state),
        markerVersion: marker?.version ?? null,
        claimsUpdatedAt: marker && millisOf(versionAt(marker.claimsUpdatedAt)),
        expiresAt: expiresAt === null ? null : expiresAt * 1000,
        error: typeof error === 'string' ? new LiveClaimsError(error) : error,
        problem: marker?.problem ?? null,
    });
}
/** The status, and what keeps it from being fresh. */
function statusOf(state) {
    if (!isUnsettled(state))
        return ['fresh', null];
    const reported = state.refreshError ?? state.listenerError;
    if (reported)
        return ['stale', reported];
    if (state.offline)
        return ['stale', 'offline'];
    if (isBehind(state))
        return state.timedOut ? ['stale', 'refresh-failed'] : ['refreshing', null];
    if (isShadowed(state))
        return ['stale', 'claims-shadowed'];
    if (state.timedOut)
        return ['stale', 'offline'];
    // Only unheard: every token change restarts Firestore's streams, and the marker comes from the
    // cache for a moment. That is no reason to take back what the server has confirmed.
    return [state.token && state.confirmed ? 'fresh' : 'loading', null];
}
/**
 * `next`, sharing with `previous` every part that says the same; `previous` itself when all do, so
 * that a comparison by identity sees no change where there is none. Errors are told apart by
 * their code.
 */
export function shareUnchanged(previous, next) {
    let changed = false;
    const shared = Object.entries(next).map(([field, value]) => {
        const before = previous[field];
        if (JSON.stringify(value) === JSON.stringify(before))
            return [field, before];
        changed = true;
        return [field, value];
    });
    return changed ? Object.fromEntries(shared) : previous;
}
