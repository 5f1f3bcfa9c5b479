import { millisOf } from 'live-claims/core';
import { useLiveClaims } from '../live-claims.ts';
import { toTheMillisecond } from '../moments.ts';
import classes from './my-access.module.css';

const STATUS_WORDS = {
  'signed-out': 'Signed out',
  loading: 'Loading…',
  fresh: 'Current',
  refreshing: 'A newer token is being fetched…',
  stale: 'Older than the marker; a newer token is on its way',
  revoked: 'Ended',
} as const;

/** The figures behind it: the version in the token, the version announced, and when. */
export function Versions() {
  const { status, version, markerVersion, claimsUpdatedAt } = useLiveClaims();
  const changedAt = version > 0 ? millisOf(version) : null;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>State of the token</dt>
        <dd>{STATUS_WORDS[status]}</dd>
      </div>
      <div>
        <dt>Token version</dt>
        <dd className={classes.mono}>{version === 0 ? 'none' : version}</dd>
      </div>
      <div>
        <dt>Marker version</dt>
        <dd className={classes.mono}>{markerVersion ?? 'none'}</dd>
      </div>
      <div>
        <dt>Changed</dt>
        <dd>{changedAt === null ? 'Never' : toTheMillisecond(changedAt)}</dd>
      </div>
      <div>
        <dt>Claims set</dt>
        <dd>{claimsUpdatedAt === null ? 'Never' : toTheMillisecond(claimsUpdatedAt)}</dd>
      </div>
    </dl>
  );
}
