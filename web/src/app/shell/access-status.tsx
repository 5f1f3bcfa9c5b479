import { useSyncExternalStore } from 'react';
import { useLiveClaims } from '../live-claims.ts';
import classes from './shell.module.css';

/**
 * A line that says why access is not certain. Only when that lasts: a refresh takes
 * milliseconds and is no news.
 */
export function AccessStatus() {
  const { status, error } = useLiveClaims();
  const online = useSyncExternalStore(subscribeToOnline, () => navigator.onLine);
  const news = online
    ? status === 'stale' && error !== null && error.advice
    : 'You are offline. What you see may be old; it updates by itself once you are back.';
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
