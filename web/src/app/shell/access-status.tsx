import { useSyncExternalStore } from 'react';
import { useLiveClaims } from '../live-claims.ts';
import classes from './shell.module.css';

/**
 * A line for when access cannot be told for sure, and why. Only when it lasts: a refresh takes
 * milliseconds and is no news.
 */
export function AccessStatus() {
  const { status, error } = useLiveClaims();
  const online = useSyncExternalStore(subscribeToOnline, () => navigator.onLine);
  const news = online
    ? status === 'stale' && error !== null && error.advice
    : 'You are offline. What you see may be old; everything goes on by itself once you are back.';
  return (
    <div role="status" aria-label="Connection">
      {news && <p className={classes.status}>{news}</p>}
    </div>
  );
}

function subscribeToOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
