import { type ClaimsVersion, millisOf } from 'live-claims/core';
import type { ClaimsSnapshot } from 'live-claims/web';

/** A change of access on its way from the edit to this page; times in milliseconds since the epoch. */
export interface Arrival {
  readonly version: ClaimsVersion;
  /** When the edit was committed, by the server's clock. */
  readonly editedAt: number;
  /** When the claims had been set, by the server's clock. */
  readonly appliedAt: number | null;
  /** When this page got the change, by this device's clock. */
  readonly heardAt: number;
  /** When the user saw it, likewise: a grant with the token, a loss with the word of it already. */
  readonly shownAt: number;
  /** When this page had the token that carries it, by this device's clock. */
  readonly arrivedAt: number;
}

/** What is remembered of the way that changes took. */
export interface Arrivals {
  /** The newest change that was announced and has not arrived yet. */
  readonly heard: {
    readonly version: ClaimsVersion;
    readonly at: number;
    /** Whether it showed at once. */
    readonly isShown: boolean;
  } | null;
  readonly last: Arrival | null;
}

export const NO_ARRIVALS: Arrivals = { heard: null, last: null };

type Seen = Pick<
  ClaimsSnapshot,
  'status' | 'user' | 'role' | 'version' | 'markerVersion' | 'claimsUpdatedAt'
>;

/**
 * Follows changes through the snapshots of one page. What the page opened with has not arrived, it
 * was there; and another account starts over.
 */
export function followArrival(known: Arrivals, before: Seen, after: Seen, now: number): Arrivals {
  if (before.user?.uid !== after.user?.uid || after.user === null) return NO_ARRIVALS;
  const announced = after.markerVersion ?? 0;
  if (announced > after.version) {
    if (known.heard?.version === announced) return known;
    return {
      ...known,
      heard: { version: announced, at: now, isShown: before.role !== after.role },
    };
  }
  if (after.status !== 'fresh' || before.status === 'loading') return known;
  if (after.version <= before.version && known.heard === null) return known;
  const last: Arrival = {
    version: after.version,
    editedAt: millisOf(after.version),
    appliedAt: after.claimsUpdatedAt,
    heardAt: known.heard?.at ?? now,
    shownAt: known.heard?.isShown ? known.heard.at : now,
    arrivedAt: now,
  };
  return { heard: null, last };
}

/**
 * From the edit until it showed here, in milliseconds: what the notice says too. Null where the two clocks disagree so much
 * that the change seems to have arrived before it was made.
 */
export function travelTime({ editedAt, shownAt }: Pick<Arrival, 'editedAt' | 'shownAt'>) {
  const millis = shownAt - editedAt;
  return millis < 0 ? null : millis;
}

/**
 * How long after its edit a change shows here: a grant with the token, a loss with the marker
 * already. Null when it is no edit that makes the change, or that is unknown.
 */
export function shownAfter(before: Seen, after: Seen, now: number): number | null {
  const announced = after.markerVersion ?? 0;
  const grew = after.version > before.version ? after.version : null;
  const version = grew ?? (announced > (before.markerVersion ?? 0) ? announced : null);
  return version === null ? null : travelTime({ editedAt: millisOf(version), shownAt: now });
}
