import type { Roles } from '../core/roles.ts';
import { type Milliseconds, millisecondsOf } from '../core/time.ts';
import type { TimestampLike } from '../core/timestamp.ts';
import { effectiveAccess } from './claims-plan.ts';
import {
  type AccountState,
  isBehind,
  isShadowed,
  isUnsettled,
  keepEqual,
  tokenVersion,
} from './claims-state.ts';
import { LiveClaimsError, type LiveClaimsErrorCode } from './errors.ts';
import type { ClaimsSnapshot, ClaimsStatus } from './types.ts';

/** A snapshot that says nothing about any account. */
export function emptySnapshot(
  status: ClaimsStatus,
  rest: Partial<ClaimsSnapshot> = {},
): ClaimsSnapshot {
  return {
    status,
    user: null,
    role: null,
    permissions: [],
    // Without a prototype: an id may come out of a URL.
    orgs: Object.create(null),
    custom: {},
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
export function snapshotOf(state: AccountState, table: Roles, now: Milliseconds): ClaimsSnapshot {
  const { user, marker, token } = state;
  const { minimumAuthTime: _, ...access } = effectiveAccess(state, table, now);
  const expiresAt = token?.access.expiresAt ?? null;
  const [status, error] = statusOf(state);
  return emptySnapshot(status, {
    user,
    ...access,
    version: tokenVersion(state),
    markerVersion: marker?.version ?? null,
    claimsUpdatedAt: marker && millisecondsAt(marker.claimsUpdatedAt),
    expiresAt: expiresAt === null ? null : millisecondsOf(expiresAt),
    error,
    problem: marker?.problem ?? null,
  });
}

/** The moment in milliseconds since the Unix epoch. */
const millisecondsAt = ({ seconds, nanoseconds }: TimestampLike): Milliseconds =>
  seconds * 1000 + nanoseconds / 1e6;

/** The status, and what keeps it from being fresh. */
function statusOf(state: AccountState): [status: ClaimsStatus, error: LiveClaimsError | null] {
  const stale = (code: LiveClaimsErrorCode): ReturnType<typeof statusOf> => [
    'stale',
    new LiveClaimsError(code),
  ];
  if (!isUnsettled(state)) return ['fresh', null];
  const reported = state.refreshError ?? state.listenerError;
  if (reported) return ['stale', reported];
  if (state.offline) return stale('offline');
  if (isBehind(state)) return state.timedOut ? stale('refresh-failed') : ['refreshing', null];
  if (isShadowed(state)) return stale('claims-shadowed');
  if (state.timedOut) return stale('offline');
  // Only unheard: every token change restarts Firestore's streams, and the marker comes from the
  // cache for a moment. That is no reason to take back what the server has confirmed.
  return [state.token && state.confirmed ? 'fresh' : 'loading', null];
}

/**
 * `next`, sharing with `previous` every part that says the same; `previous` itself when all do, so
 * that a comparison by identity sees no change where there is none. Errors are distinguished by
 * their code.
 */
export function shareUnchanged(previous: ClaimsSnapshot, next: ClaimsSnapshot): ClaimsSnapshot {
  const shared = Object.entries(next).map(([field, value]) => [
    field,
    keepEqual(previous[field as keyof ClaimsSnapshot], value),
  ]);
  return keepEqual(previous, Object.fromEntries(shared));
}
