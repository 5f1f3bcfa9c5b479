import { millisOf, type RoleTable, versionAt } from '../core/index.ts';
import { accessOf } from './access-now.ts';
import {
  type AccountState,
  goalOf,
  isBehind,
  isShadowed,
  isUnsettled,
  versionOf,
} from './claims-state.ts';
import { LiveClaimsError } from './live-claims-error.ts';
import type { ClaimsSnapshot, ClaimsStatus } from './types.ts';

/** A snapshot that says nothing about anybody. */
export function emptySnapshot(
  status: ClaimsStatus,
  rest: Partial<ClaimsSnapshot> = {},
): ClaimsSnapshot {
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
export function snapshotOf(state: AccountState, table: RoleTable, now: number): ClaimsSnapshot {
  const { user, marker, token } = state;
  const { role, permissions, lockedDown } = accessOf(state, table, now);
  const expiresAt = token?.access.expiresAt ?? null;
  return emptySnapshot(statusOf(state), {
    user,
    role,
    permissions,
    lockedDown,
    version: versionOf(state),
    markerVersion: marker === null ? null : goalOf(state),
    claimsUpdatedAt: marker && millisOf(versionAt(marker.claimsUpdatedAt)),
    expiresAt: expiresAt === null ? null : expiresAt * 1000,
    error: errorOf(state),
    problem: marker?.problem ?? null,
  });
}

function statusOf(state: AccountState): ClaimsStatus {
  if (!isUnsettled(state)) return 'fresh';
  if (state.failure || state.trouble || state.overdue || state.offline) return 'stale';
  if (isBehind(state)) return 'refreshing';
  if (isShadowed(state)) return 'stale';
  // Only unheard: every token change restarts Firestore's streams, and the marker comes from the
  // cache for a moment. That is no reason to take back what the server has confirmed.
  return state.token !== null && state.confirmed ? 'fresh' : 'loading';
}

function errorOf(state: AccountState): LiveClaimsError | null {
  if (!isUnsettled(state)) return null;
  const reported = state.failure ?? state.trouble;
  if (reported !== null) return reported;
  if (state.offline) return new LiveClaimsError('offline');
  if (isBehind(state)) return state.overdue ? new LiveClaimsError('refresh-failed') : null;
  if (isShadowed(state)) return new LiveClaimsError('claims-shadowed');
  return state.overdue ? new LiveClaimsError('offline') : null;
}

/**
 * `next`, sharing with `previous` every part that says the same; `previous` itself when all do, so
 * that whoever compares by identity sees no change where there is none. Errors are told apart by
 * their code.
 */
export function shareUnchanged(previous: ClaimsSnapshot, next: ClaimsSnapshot): ClaimsSnapshot {
  let changed = false;
  const shared = Object.entries(next).map(([field, value]) => {
    const before = previous[field as keyof ClaimsSnapshot];
    if (JSON.stringify(value) === JSON.stringify(before)) return [field, before];
    changed = true;
    return [field, value];
  });
  return changed ? Object.fromEntries(shared) : previous;
}
