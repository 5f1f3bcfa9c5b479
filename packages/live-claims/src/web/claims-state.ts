import { type ClaimsVersion, type Marker, parseMarker } from '../core/index.ts';
import type { SeenDocument, TokenClaims } from './firebase-port.ts';
import { LiveClaimsError } from './live-claims-error.ts';
import type { ClaimsUser } from './types.ts';

/** By what way the server's word comes: Firestore's listener, or the fetches that stand in for it. */
export type Voucher = 'listener' | 'fallback';

/** Everything known about one signed-in account. A new account starts with a new one. */
export interface AccountState {
  readonly user: ClaimsUser;
  readonly token: TokenClaims | null;
  /** Auth has told of another token, which is still being read. */
  readonly tokenChanging: boolean;
  /** The token in use could not be read: it has run out, and no new one could be had. */
  readonly tokenLost: boolean;
  /** The marker: what the server has said last, and before its first word what the cache holds. */
  readonly marker: Marker | null;
  /** The server has given its word on the marker, or on there being none, since sign-in. */
  readonly confirmed: boolean;
  /** Whether the marker says all that claims carry. One of a release before `expiresAt` does not. */
  readonly comparable: boolean;
  /** The marker under which a new token still said something else; undefined for none. */
  readonly tried: Marker | null | undefined;
  /** The minimum sign-in time, in seconds, for whose sake a new token was had. */
  readonly triedMinimum: number | null;
  /** Who gives the server's word at present; null: nobody, and a change could go unheard. */
  readonly voucher: Voucher | null;
  /** The fields of `settings/access` as last heard; undefined for nothing, or no such document. */
  readonly settings: unknown;
  /** Whether the server itself said so, rather than the local cache. */
  readonly settingsFromServer: boolean;
  /** Why the marker cannot be heard or read. */
  readonly trouble: LiveClaimsError | null;
  /** Why several refreshes in a row have not helped. */
  readonly failure: LiveClaimsError | null;
  /** Nothing has settled for too long. */
  readonly overdue: boolean;
  /** The browser says that it has no network. */
  readonly offline: boolean;
}

export function initialState(user: ClaimsUser, offline: boolean): AccountState {
  return {
    user,
    token: null,
    tokenChanging: true,
    tokenLost: false,
    marker: null,
    confirmed: false,
    comparable: true,
    tried: undefined,
    triedMinimum: null,
    voucher: null,
    settings: undefined,
    settingsFromServer: false,
    trouble: null,
    failure: null,
    overdue: false,
    offline,
  };
}

/** The version in the token; 0 while there is none. */
export const versionOf = (state: AccountState): ClaimsVersion => state.token?.access.version ?? 0;

/** The version that the token has to reach. */
export const goalOf = (state: AccountState): ClaimsVersion => state.marker?.version ?? 0;

/**
 * Milliseconds within which to refresh: 0, at once, but for a change of the claims' shape that the
 * server wants spread. What the token grants is what the marker says then.
 */
export function leewayOf({ marker, token }: AccountState): number {
  const same = marker !== null && marker.role === token?.access.role && !marker.disabled;
  return same ? (marker.refreshWithin ?? 0) * 1000 : 0;
}

/**
 * Whether a new token is needed: for a newer version, on the word of the cache too, or, once for each
 * revision of the marker, because the token says something else.
 */
export function isBehind(state: AccountState): boolean {
  return (
    state.tokenLost ||
    (state.token !== null && versionOf(state) < goalOf(state)) ||
    (isShadowed(state) && state.tried !== state.marker)
  );
}

/**
 * Whether the token, which has the version of the server's marker or a later one, says something else:
 * claims of the session stand above the account's, or the marker went back. Without a marker, and with
 * one that cannot be read, every role is something else.
 */
export function isShadowed({ token, marker, confirmed, comparable }: AccountState): boolean {
  const { access } = token ?? {};
  return (
    access !== undefined &&
    confirmed &&
    comparable &&
    access.version >= (marker?.version ?? 0) &&
    (access.role !== (marker?.role ?? null) || access.expiresAt !== (marker?.expiresAt ?? null))
  );
}

/** Whether something is still awaited before the claims can be vouched for. */
export function isUnsettled(state: AccountState): boolean {
  return (
    state.token === null ||
    isBehind(state) ||
    isShadowed(state) ||
    state.voucher === null ||
    state.trouble !== null
  );
}

/**
 * The state after a marker came. The server's is followed wherever it goes, also back to an older
 * version or to none: snapshots of a listener come in order. The cache counts until the server speaks.
 */
export function seeMarker(
  state: AccountState,
  seen: SeenDocument,
  by: Voucher = 'listener',
): AccountState {
  const heard = {
    ...(seen.fromCache ? unheard(state) : { ...state, voucher: by, confirmed: true }),
    trouble: seen.fromCache ? state.trouble : null,
  };
  if (seen.fromCache && state.confirmed) return heard;
  const marker = parseMarker(seen.data);
  const isUnreadable = marker === null && seen.data !== undefined && !seen.fromCache;
  return {
    ...heard,
    marker: share(state.marker, marker),
    comparable: marker === null || 'expiresAt' in (seen.data as object),
    ...(isUnreadable && { trouble: new LiveClaimsError('marker-unreadable', seen.data) }),
  };
}

/** `next`, or `before` when it says the same: documents come anew with every restart of the streams. */
const share = <Data>(before: Data, next: Data): Data =>
  JSON.stringify(before) === JSON.stringify(next) ? before : next;

/** The state after the listener fell silent; a fallback that works goes on to vouch. */
export function unheard(state: AccountState): AccountState {
  return state.voucher === 'listener' ? { ...state, voucher: null } : state;
}

/** The state after the switches came. What the cache holds never replaces what the server has said. */
export function seeSettings(state: AccountState, { data, fromCache }: SeenDocument): AccountState {
  if (fromCache && state.settingsFromServer) return state;
  return { ...state, settings: share(state.settings, data), settingsFromServer: !fromCache };
}
