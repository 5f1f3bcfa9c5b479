import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/**
 * After a navigation within the app, moves the focus to the new place's heading, as a page load
 * would: screen readers read it, and the next Tab starts there. A lazy place's heading comes later,
 * so it falls back to the whole content, which contains it.
 */
export function useFocusOnNavigation(main: RefObject<HTMLElement | null>): void {
  const [location] = useLocation();
  const last = useRef(location);
  useEffect(() => {
    if (last.current === location) return;
    last.current = location;
    window.scrollTo(0, 0);
    (main.current?.querySelector('h1') ?? main.current)?.focus({ preventScroll: true });
  }, [location, main]);
}
