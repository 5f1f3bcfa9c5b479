import classes from './wordmark.module.css';

/** The app's name, with its mark: a rank that has just gone up. */
export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <rect x="0" y="12" width="3.6" height="8" rx="1" />
        <rect x="5.4" y="8" width="3.6" height="12" rx="1" />
        <rect x="10.8" y="4" width="3.6" height="16" rx="1" />
        <rect x="16.2" y="0" width="3.6" height="20" rx="1" className={classes.live} />
      </svg>
      live-claims
    </span>
  );
}
