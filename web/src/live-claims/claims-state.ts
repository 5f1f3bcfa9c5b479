import { type ClaimsVersion, type Marker, parseMarker } from '@live-claims/contract';
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
  /** The newest marker seen, from wherever. */
  readonly marker: Marker | null;
  /** Whether the server itself sent that marker, rather than the local cache. */
  readonly markerFromServer: boolean;
  /** The server has given its word on the marker, or on there being none, since sign-in. */
  readonly confirmed: boolean;
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
    markerFromServer: false,
    confirmed: false,
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
 * Whether a new token is needed. The cache may say so too: a marker's version never goes back, so
 * what the cache has seen, the server has set.
 */
export function isBehind(state: AccountState): boolean {
  return state.tokenLost || (state.token !== null && versionOf(state) < goalOf(state));
}

/** Whether something is still awaited before the claims can be vouched for. */
export function isUnsettled(state: AccountState): boolean {
  return (
    state.token === null || isBehind(state) || state.voucher === null || state.trouble !== null
  );
}

/**
 * The state after the listener brought a marker. An older version never replaces a newer one, and at
 * the same version the cache never replaces the server's. A missing document says that nothing was
 * ever set; it lowers no version that the server has named before.
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
  if (seen.data === undefined) {
    const keep = state.markerFromServer || seen.fromCache;
    return keep ? heard : { ...heard, marker: null };
  }
  const marker = parseMarker(seen.data);
  if (marker === null) {
    if (seen.fromCache) return heard;
    return { ...heard, trouble: new LiveClaimsError('marker-unreadable', seen.data) };
  }
  const newer = marker.version - (state.marker?.version ?? -1);
  const weaker = seen.fromCache && state.markerFromServer;
  if (newer < 0 || (newer === 0 && weaker)) return heard;
  return { ...heard, marker, markerFromServer: !seen.fromCache };
}

/** The state after the listener fell silent; a fallback that works goes on to vouch. */
export function unheard(state: AccountState): AccountState {
  return state.voucher === 'listener' ? { ...state, voucher: null } : state;
}

/** The state after the switches came. What the cache holds never replaces what the server has said. */
export function seeSettings(state: AccountState, { data, fromCache }: SeenDocument): AccountState {
  if (!fromCache) return { ...state, settings: data, settingsFromServer: true };
  return state.settingsFromServer ? state : { ...state, settings: data };
}
