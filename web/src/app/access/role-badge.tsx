import { RankBadge, type RankBadgeProps } from 'live-claims/console/parts';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import classes from './role-badge.module.css';

/** A role of the app, with its rank. */
export function RoleBadge(props: RankBadgeProps) {
  return <RankBadge {...props} roles={appRoles} className={classes.badge} />;
}
