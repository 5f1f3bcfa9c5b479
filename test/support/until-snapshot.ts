import type { ClaimsSnapshot, LiveClaims } from 'live-claims/web';

/** The client's first snapshot that fits, now or later. */
export function untilSnapshot(
  live: LiveClaims,
  fits: (snapshot: ClaimsSnapshot) => boolean,
  timeoutMs = 60_000,
): Promise<ClaimsSnapshot> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!fits(live.getSnapshot())) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(live.getSnapshot());
    };
    const unsubscribe = live.subscribe(look);
    const timer = setTimeout(() => {
      unsubscribe();
      const last = JSON.stringify(live.getSnapshot());
      reject(new Error(`The client did not get there in ${timeoutMs} ms; last snapshot: ${last}`));
    }, timeoutMs);
    look();
  });
}
