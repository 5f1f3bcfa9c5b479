import { type RefObject, useEffect } from 'react';
import { useLocation } from 'wouter';
import { isArrival } from './last-place.ts';

/**
 * After a navigation within the app, and after signing in, moves the focus to the new place's heading, as a page load
 * would: screen readers read it, and the next Tab starts there.
 */
export function useFocusOnArrival(heading: RefObject<HTMLElement | null>): void {
  const [place] = useLocation();
  useEffect(() => {
    if (!isArrival(place)) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [place, heading]);
}
