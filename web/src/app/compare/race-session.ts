import type { Auth } from 'firebase/auth';
import { type ClaimsVersion, ME_PATH, millisOf, parseMe } from 'live-claims/core';
import type { LiveClaims, Unsubscribe } from 'live-claims/web';
import type { Lane } from './race.ts';

/** A signed-in session that lanes watch. */
export interface RaceSession {
  readonly auth: Auth;
  readonly claims: LiveClaims;
}

/** How often the lanes that ask do so, in milliseconds. */
export const EVERY_MS = 5_000;

/** A lane sees another role than at the start; times of `performance.now()`. */
export interface Notice {
  readonly lane: Lane;
  readonly at: number;
  /** When the edit was committed: by the server's clock and this device's, which need not agree. */
  readonly committedAt: number;
}

/** Starts all lanes. What one asks for and cannot get it asks for again, as any client would. */
export function startLanes(
  { auth, claims }: RaceSession,
  notice: (notice: Notice) => void,
): Unsubscribe {
  const { role: before, version: versionBefore } = claims.getSnapshot();
  const seenBy = (lane: Lane) => (version: ClaimsVersion) => {
    const at = performance.now();
    notice({ lane, at, committedAt: Math.min(at, at - (Date.now() - millisOf(version))) });
  };
  const undo = [
    listen(
      () => {
        const { role, status, version } = claims.getSnapshot();
        const seen = status === 'fresh' && role !== before && version > versionBefore;
        return seen ? version : null;
      },
      claims.subscribe,
      seenBy('listener'),
    ),
    askEvery(async () => {
      const token = await auth.currentUser?.getIdToken();
      const headers = { Authorization: `Bearer ${token}` };
      const response = await fetch(ME_PATH, { headers, cache: 'no-store' });
      const me = response.ok ? parseMe(await response.json()) : null;
      return me?.marker && me.role !== before ? me.marker.version : null;
    }, seenBy('polling')),
    askEvery(async () => {
      const claimed = (await auth.currentUser?.getIdTokenResult(true))?.claims;
      const seen = claimed !== undefined && (claimed.role ?? null) !== before;
      return seen && typeof claimed.cv === 'number' ? claimed.cv : null;
    }, seenBy('refreshing')),
  ];
  return () => {
    for (const each of undo) each();
  };
}

function listen(
  look: () => ClaimsVersion | null,
  subscribe: LiveClaims['subscribe'],
  seen: (version: ClaimsVersion) => void,
): Unsubscribe {
  const unsubscribe = subscribe(() => {
    const version = look();
    if (version === null) return;
    unsubscribe();
    seen(version);
  });
  return unsubscribe;
}

/** As a client asks that began at some time before: the first turn comes anywhere in an interval. */
function askEvery(
  look: () => Promise<ClaimsVersion | null>,
  seen: (version: ClaimsVersion) => void,
): Unsubscribe {
  let stopped = false;
  let timer = setTimeout(turn, Math.random() * EVERY_MS);
  async function turn(): Promise<void> {
    const next = performance.now() + EVERY_MS;
    const version = await look().catch(() => null);
    if (stopped) return;
    if (version !== null) seen(version);
    else timer = setTimeout(turn, Math.max(0, next - performance.now()));
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
