/**
 * The place that the focus was last given to; at first the one that the page was opened with. Null where the next place to show
 * is new to the user, wherever it is.
 */
let lastPlace: string | null = typeof window === 'undefined' ? '' : window.location.pathname;

/** Whether the user arrives at this place now, rather than having been there before. */
export function isArrival(place: string): boolean {
  if (place === lastPlace) return false;
  lastPlace = place;
  return true;
}

/** The sign-in page is shown: what comes after it is new, also under the same address. */
export function leavePlace(): void {
  lastPlace = null;
}
