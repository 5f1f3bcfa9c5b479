import { type AccessSettings, type ClaimsVersion, type Marker } from '../core/index.js';
import { LiveClaimsError } from './errors.js';
import type { SeenDocument, TokenClaims } from './firebase-port.js';
import type { ClaimsUser } from './types.js';
/** How the server's word arrives: by Firestore's listener, or by the polling that stands in for it. */
export type Source = 'listener' | 'polling';
/** Everything known about one signed-in account. A new account starts with a new one. */
export interface AccountState {
    readonly user: ClaimsUser;
    readonly token: TokenClaims | null;
    /** Auth has told of another token, which is still being read. */
    readonly tokenChanging: boolean;
    /** The token in use could not be read: it has expired, and no new one could be had. */
    readonly tokenLost: boolean;
    /** The marker: what the server has said last, and before its first word what the cache holds. */
    readonly marker: Marker | null;
    /** The server has given its word on the marker, or on there being none, since sign-in. */
    readonly confirmed: boolean;
    /** Whether the marker says all that claims carry. One of a release before `expiresAt` does not. */
    readonly comparable: boolean;
    /** The marker under which a new token still said something else; undefined for none. */
    readonly triedMarker: Marker | null | undefined;
    /** The minimum sign-in time, in seconds, for whose sake a new token was fetched. */
    readonly triedMinimum: number | null;
    /** How the server's word arrives at present; null: not at all, and a change could go unheard. */
    readonly source: Source | null;
    /** The fields of `settings/access` as last heard; undefined for nothing, or no such document. */
    readonly settings: unknown;
    /** Whether the server itself said so, rather than the local cache. */
    readonly settingsFromServer: boolean;
    /** Why the marker cannot be heard or read. */
    readonly listenerError: LiveClaimsError | null;
    /** Why several refreshes in a row have not helped. */
    readonly refreshError: LiveClaimsError | null;
    /** Nothing has settled for too long. */
    readonly timedOut: boolean;
    /** The browser says that it has no network. */
    readonly offline: boolean;
}
export declare function initialState(user: ClaimsUser, offline: boolean): AccountState;
/** The version in the token; 0 while there is none. */
export declare const tokenVersion: (state: AccountState) => ClaimsVersion;
/** The version that the token has to reach. */
export declare const markerVersion: (state: AccountState) => ClaimsVersion;
/**
 * Milliseconds over which to spread a refresh: 0, at once, but for a change of the claims' shape that the
 * server wants spread. What the token grants is what the marker says then.
 */
export declare function spreadMs({ marker, token }: AccountState): number;
/**
 * Whether a new token is needed: for a newer version, on the word of the cache too, or, once for each
 * revision of the marker, because the token says something else.
 */
export declare function isBehind(state: AccountState): boolean;
/**
 * Whether the token, which has the version of the server's marker or a later one, says something else:
 * claims of the session stand above the account's, or the marker went back. Without a marker, and with
 * one that cannot be read, every role is something else.
 */
export declare function isShadowed({ token, marker, confirmed, comparable }: AccountState): boolean;
/** Whether something is still awaited before the claims count as fresh. */
export declare function isUnsettled(state: AccountState): boolean;
/**
 * The state after a marker came. The server's is followed wherever it goes, also back to an older
 * version or to none: snapshots of a listener come in order. The cache counts until the server speaks.
 */
export declare function withMarker(state: AccountState, { data, fromCache }: SeenDocument, source?: Source): AccountState;
/** The state after the listener fell silent; polling that works remains the source. */
export declare function withoutListener(state: AccountState): AccountState;
/** The state after the access settings came. The cache never replaces what the server has said. */
export declare function withSettings(state: AccountState, { data, fromCache }: SeenDocument): AccountState;
/** The server's answer to a poll. */
export interface PolledAccess {
    readonly marker: Marker | null;
    readonly settings: AccessSettings;
}
/** The state after the server has answered a poll. */
export declare function withPolled(state: AccountState, { marker, settings }: PolledAccess): AccountState;
