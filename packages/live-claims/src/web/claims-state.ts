import { type HeardMarker, parseHeardMarker } from '../core/heard-marker.ts';
import type { Seconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import type { AdditionalClaims } from './additional-claims.ts';
import { LiveClaimsError } from './errors.ts';
import type { SeenDocument, TokenClaims } from './firebase-port.ts';
import type { ClaimsUser } from './types.ts';

/** The source of the server's data: Firestore's listener, or the polling that replaces it. */
export type Source = 'listener' | 'polling';

/** Everything known about one signed-in account. A new account starts with a new one. */
export interface AccountState {
  readonly user: ClaimsUser;
  /** What reads claims beside the role; undefined for an app without. */
  readonly additional: AdditionalClaims | undefined;
  readonly token: TokenClaims | null;
  /** Auth has another token, which is still being read. */
  readonly tokenChanging: boolean;
  /** The token in use could not be read: it has expired, and no new one could be had. */
  readonly tokenLost: boolean;
  /** The marker: the server's latest, and before its first snapshot the cache's. */
  readonly marker: HeardMarker | null;
  /** Whether the server has sent the marker, or that there is none, since sign-in. */
  readonly confirmed: boolean;
  /** Whether the marker says all that claims carry. One of a release before `expiresAt` does not. */
  readonly comparable: boolean;
  /** The marker under which a new token still said something else; undefined for none. */
  readonly triedMarker: HeardMarker | null | undefined;
  /** The minimum sign-in time for whose sake a new token was fetched; 0 for none. */
  readonly triedMinimum: Seconds;
  /** The current source of the server's data; null for none: a change could be missed. */
  readonly source: Source | null;
  /** The last known fields of `settings/access`; undefined for none, or no such document. */
  readonly settings: unknown;
  /** Whether the server itself said so, rather than the local cache. */
  readonly settingsFromServer: boolean;
  /** Why the marker cannot be listened to or read. */
  readonly listenerError: LiveClaimsError | null;
  /** Why several refreshes in a row have not helped. */
  readonly refreshError: LiveClaimsError | null;
  /** Nothing has settled for too long. */
  readonly timedOut: boolean;
  /** The browser says that it has no network. */
  readonly offline: boolean;
}

export function initialState(
  user: ClaimsUser,
  offline: boolean,
  additional?: AdditionalClaims,
): AccountState {
  return {
    user,
    additional,
    token: null,
    tokenChanging: true,
    tokenLost: false,
    marker: null,
    confirmed: false,
    comparable: true,
    triedMarker: undefined,
    triedMinimum: 0,
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
export const tokenVersion = (state: AccountState): ClaimsVersion =>
  state.token?.access.version ?? 0;

/** The version that the token has to reach. */
export const markerVersion = (state: AccountState): ClaimsVersion => state.marker?.version ?? 0;

/**
 * Milliseconds over which to spread a refresh: 0, at once, but for a change of the claims' shape that the
 * server wants spread. What the token grants is what the marker says then.
 */
export function spreadMs({ marker, token }: AccountState): number {
  return marker && marker.role === token?.access.role && !marker.disabled
    ? (marker.refreshWithin ?? 0) * 1000
    : 0;
}

/**
 * Whether a new token is needed: for a newer version, also one from the cache, or, once for each
 * revision of the marker, because the token says something else.
 */
export function isBehind(state: AccountState): boolean {
  return (
    state.tokenLost ||
    (state.token !== null && tokenVersion(state) < markerVersion(state)) ||
    (isShadowed(state) && state.triedMarker !== state.marker)
  );
}

/**
 * Whether the token, which has the version of the server's marker or a later one, says something else:
 * session claims take precedence over the account's, or the marker went back. Without a marker, and with
 * one that cannot be read, every role is something else.
 */
export function isShadowed(state: AccountState): boolean {
  const { token, marker, confirmed, comparable, additional } = state;
  if (!token || !confirmed || !comparable) return false;
  const { version, role, expiresAt } = marker ?? { version: 0, role: null, expiresAt: null };
  const { access } = token;
  return (
    access.version >= version &&
    (access.role !== role || access.expiresAt !== expiresAt || !!additional?.differ(state))
  );
}

/** Whether something is still awaited before the claims count as fresh. */
export function isUnsettled(state: AccountState): boolean {
  return (
    !state.token ||
    isBehind(state) ||
    isShadowed(state) ||
    !state.source ||
    state.listenerError !== null
  );
}

/**
 * The state after a marker came. The server's is followed wherever it goes, also back to an older
 * version or to none: snapshots of a listener come in order. The cache is used until the server's first snapshot.
 */
export function withMarker(
  state: AccountState,
  { data, fromCache }: SeenDocument,
  source: Source = 'listener',
): AccountState {
  if (fromCache && state.confirmed) return withoutListener(state);
  const marker = parseHeardMarker(data);
  const heard = {
    marker: keepEqual(state.marker, marker),
    comparable: !marker || 'expiresAt' in (data as object),
  };
  if (fromCache) return { ...withoutListener(state), ...heard };
  const isUnreadable = !marker && data !== undefined;
  const listenerError = isUnreadable ? new LiveClaimsError('marker-unreadable', data) : null;
  return { ...state, ...heard, source, confirmed: true, listenerError };
}

/** `next`, or `before` when it says the same: documents are sent again with every restart of the streams. */
export const keepEqual = <Data>(before: Data, next: Data): Data =>
  JSON.stringify(before) === JSON.stringify(next) ? before : next;

/** The state after the listener fell silent; polling that works remains the source. */
export function withoutListener(state: AccountState): AccountState {
  return state.source === 'listener' ? { ...state, source: null } : state;
}

/** The state after the access settings came. The cache never replaces what the server has said. */
export function withSettings(state: AccountState, { data, fromCache }: SeenDocument): AccountState {
  if (fromCache && state.settingsFromServer) return state;
  return { ...state, settings: keepEqual(state.settings, data), settingsFromServer: !fromCache };
}

/** The server's answer to a poll: both documents, as a listener would have brought them. */
export interface PolledAccess {
  readonly marker: unknown;
  readonly settings: unknown;
}

/** The state after the server has answered a poll. */
export const withPolled = (state: AccountState, { marker, settings }: PolledAccess): AccountState =>
  withSettings(withMarker(state, { data: marker, fromCache: false }, 'polling'), {
    data: settings,
    fromCache: false,
  });
