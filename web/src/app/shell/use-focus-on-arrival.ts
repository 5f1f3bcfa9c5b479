import { type RefObject, useEffect } from 'react';
import { useLocation } from 'wouter';

/** The place that the focus was last given to; at first the one that the page was opened with. */
let lastPlace = typeof window === 'undefined' ? '' : window.location.pathname;

/**
 * After a navigation within the app, moves the focus to the new place's heading, as a page load
 * would: screen readers read it, and the next Tab starts there.
 */
export function useFocusOnArrival(heading: RefObject<HTMLElement | null>): void {
  const [place] = useLocation();
  useEffect(() => {
    if (place === lastPlace) return;
    lastPlace = place;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [place, heading]);
}
