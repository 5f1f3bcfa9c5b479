import { useCallback, useMemo, useSyncExternalStore } from 'react';

/**
 * Where the console is, and how it goes elsewhere.
 *
 * @example const router: ConsoleRouter = { location: `${pathname}${search}`, navigate: (to) => router.push(to) };
 */
export interface ConsoleRouter {
  /** Path and search of the page that is shown: `/people?role=editor`. */
  readonly location: string;
  /** Goes to another path and search; with `replace` without a new entry in the browser's history. */
  readonly navigate: (to: string, options: { readonly replace: boolean }) => void;
}

/** The `popstate` of the window does not tell of `pushState`: this does. */
const MOVED = 'live-claims:moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
}

/** The browser's own history, for an app that brings no router. */
export function useWindowRouter(): ConsoleRouter {
  const location = useSyncExternalStore(
    subscribe,
    () => `${window.location.pathname}${window.location.search}`,
    () => '/',
  );
  const navigate = useCallback<ConsoleRouter['navigate']>((to, { replace }) => {
    window.history[replace ? 'replaceState' : 'pushState'](null, '', to);
    window.dispatchEvent(new Event(MOVED));
  }, []);
  return useMemo(() => ({ location, navigate }), [location, navigate]);
}

/** The words after the `?` of a location. */
export function wordsOf(location: string): Readonly<Record<string, string | undefined>> {
  const at = location.indexOf('?');
  return Object.fromEntries(new URLSearchParams(at < 0 ? '' : location.slice(at + 1)));
}

/** The same location with other words; an empty or undefined one is left out. */
export function withWords(
  location: string,
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const [path = ''] = location.split('?');
  const all = { ...wordsOf(location), ...changes };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => !!entry[1]);
  const search = new URLSearchParams(kept).toString();
  return search === '' ? path : `${path}?${search}`;
}
