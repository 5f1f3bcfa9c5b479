import type { RoleTable } from '../core/index.ts';
import { accessOf, decisiveMoments, needsTime } from './access-now.ts';
import { type AccountState, goalOf, isBehind, isShadowed } from './claims-state.ts';
import type { RevokedReason } from './types.ts';

/** What a state calls for. The session carries it out. */
export interface Plan {
  /** End the session for this reason. */
  readonly revoke: RevokedReason | null;
  readonly refresh: boolean;
  /** Ask the server to recompute the claims, once per key; null: there is no need. */
  readonly sync: string | null;
  /** Whether the server's word has to come by another way than the listener. */
  readonly fallback: boolean;
  /** When time alone changes something next, in milliseconds since the Unix epoch; null for never. */
  readonly lookAgainAt: number | null;
}

/** @param now in milliseconds since the Unix epoch. */
export function planFor(state: AccountState, table: RoleTable, now: number): Plan {
  const moments = decisiveMoments(state).filter((at) => at > now);
  return {
    revoke: revocation(state, table, now),
    refresh: isBehind(state) || needsTime(state, now),
    sync: syncFor(state),
    fallback: state.voucher !== 'listener' && !state.offline,
    lookAgainAt: moments.length === 0 ? null : Math.min(...moments),
  };
}

/**
 * Why the session is over, as far as marker and switches say. Only the server's own word ends a
 * session: the cache may tell of a lock that was lifted since. Times count in whole seconds and spare
 * sign-ins of the same second, as Auth's own `validSince` does.
 */
function revocation(state: AccountState, table: RoleTable, now: number): RevokedReason | null {
  const { token } = state;
  const marker = state.confirmed ? state.marker : null;
  if (marker?.disabled) return 'disabled';
  // Who has just signed in anew must not be judged by the token of the time before.
  if (token === null || state.tokenChanging) return null;
  const endedAt = marker?.sessionsRevokedAt?.seconds ?? null;
  if (endedAt !== null && token.authTime < endedAt) return 'signed-out-everywhere';
  if (!state.settingsFromServer) return null;
  const { minimumAuthTime } = accessOf(state, table, now);
  const isTooOld = minimumAuthTime !== null && token.authTime < minimumAuthTime;
  return isTooOld ? 'sign-in-too-old' : null;
}

/** For what the server has to recompute the claims; null for nothing. */
function syncFor(state: AccountState): string | null {
  const { marker, token, confirmed } = state;
  const isWaiting = isBehind(state);
  if (isWaiting && state.failure?.code === 'claims-behind') return `lost ${goalOf(state)}`;
  if (!confirmed || token === null) return null;
  // None, or none that can be read.
  if (marker === null) return 'none';
  if (marker.problem?.code === 'no-such-account') return `unknown ${marker.version}`;
  if (isWaiting) return null;
  if (isShadowed(state)) return `shadowed ${marker.version}`;
  const { email, emailVerified } = token;
  return email === marker.email && emailVerified === marker.emailVerified
    ? null
    : `address ${email} ${emailVerified}`;
}
