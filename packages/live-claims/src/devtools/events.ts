import type { Milliseconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';

/**
 * What happened in a client, in the order in which it happened.
 *
 * - `signed-in`, `signed-out`: Auth says which account there is.
 * - `token`: another token is in use. `by` says how it came: this tab fetched it, another tab of this browser did, or the
 *   SDK by itself (at a sign-in, and before the hour is over).
 * - `refresh`: this tab has fetched a token, or failed to. `why` is what it knew when it began, `ms` how long it took.
 * - `marker`, `settings`: what the server, or the local cache, sent of `userClaims/{uid}` and `settings/access`.
 * - `listener-lost`: one of these two listeners ended; it is opened again.
 * - `watch-opened`, `watch-closed`: a listener of `watch` or `useLiveQuery`. `why` is Firestore's code, or `stopped`.
 * - `refused`: an operation of `withFreshClaims` was refused; `retry` says whether a newer token is worth the wait.
 * - `simulated`: the developer changed what is simulated.
 *
 * @example
 * const devtools = createDevtools({
 *   onEvent: (event) => event.type === 'refresh' && console.debug(event.why, event.ms),
 * });
 */
export type ClientEvent = {
  /** When it happened, in milliseconds since the Unix epoch by this device's clock. */
  readonly at: Milliseconds;
} & (
  | { readonly type: 'signed-in'; readonly uid: string }
  | { readonly type: 'signed-out' }
  | {
      readonly type: 'token';
      readonly by: 'this-tab' | 'other-tab' | 'sdk';
      readonly version: ClaimsVersion;
      readonly role: string | null;
    }
  | {
      readonly type: 'refresh';
      readonly why: RefreshReason;
      readonly ms: Milliseconds;
      /** Auth's error code, or the error's name; null where it succeeded. */
      readonly error: string | null;
    }
  | {
      readonly type: 'marker';
      readonly fromCache: boolean;
      /** Null for no marker. */
      readonly version: ClaimsVersion | null;
      readonly role: string | null;
    }
  | { readonly type: 'settings'; readonly fromCache: boolean; readonly lockdown: boolean }
  | { readonly type: 'listener-lost'; readonly what: 'marker' | 'settings'; readonly why: string }
  | { readonly type: 'watch-opened'; readonly watch: number; readonly source: string }
  | { readonly type: 'watch-closed'; readonly watch: number; readonly why: string }
  | { readonly type: 'refused'; readonly why: string; readonly retry: boolean }
  | { readonly type: 'simulated'; readonly what: string }
);

/**
 * Why a token was fetched: the marker's version is newer; it says something else than the token, of the same version; or
 * neither is known, so that an operation was refused or the time of the access settings was needed.
 *
 * @example const why: RefreshReason = 'marker-newer';
 */
export type RefreshReason = 'marker-newer' | 'marker-differs' | 'refused';

const WHY: Readonly<Record<RefreshReason, string>> = {
  'marker-newer': 'the marker is newer than the token',
  'marker-differs': 'the marker says something else than the token',
  refused: 'something was refused that a newer token may permit',
};

const BY = {
  'this-tab': 'fetched by this tab',
  'other-tab': 'fetched by another tab',
  sdk: 'brought by the SDK',
} as const;

const roleOf = (role: string | null) => (role === null ? 'no role' : `role ${role}`);
const sourceOf = (fromCache: boolean) => (fromCache ? ', from the local cache' : '');

/**
 * The event in a sentence.
 *
 * @example describeEvent(event) // 'Token refreshed in 112 ms, because the marker is newer than the token.'
 */
export function describeEvent(event: ClientEvent): string {
  switch (event.type) {
    case 'signed-in':
      return `Signed in as ${event.uid}.`;
    case 'signed-out':
      return 'Signed out.';
    case 'token':
      return `Token of version ${event.version} with ${roleOf(event.role)}, ${BY[event.by]}.`;
    case 'refresh': {
      const because = `because ${WHY[event.why]}`;
      const ms = Math.round(event.ms);
      return event.error === null
        ? `Token refreshed in ${ms} ms, ${because}.`
        : `Refresh failed after ${ms} ms (${event.error}); begun ${because}.`;
    }
    case 'marker':
      return event.version === null
        ? `No marker${sourceOf(event.fromCache)}.`
        : `Marker of version ${event.version} with ${roleOf(event.role)}${sourceOf(event.fromCache)}.`;
    case 'settings':
      return `Access settings: lockdown ${event.lockdown ? 'on' : 'off'}${sourceOf(event.fromCache)}.`;
    case 'listener-lost':
      return `Listener of the ${event.what} lost: ${event.why}.`;
    case 'watch-opened':
      return `Watch ${event.watch} opened: ${event.source}.`;
    case 'watch-closed':
      return `Watch ${event.watch} closed: ${event.why}.`;
    case 'refused':
      return `An operation was refused (${event.why}); ${
        event.retry ? 'tried again with a newer token' : 'no newer token helps'
      }.`;
    case 'simulated':
      return event.what;
  }
}
