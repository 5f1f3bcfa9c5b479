import { useTimeLeft } from 'live-claims/console/parts';
import { RoleEndsNext } from '../access/role-ends-next.tsx';
import { useLiveClaims } from '../live-claims.ts';
import classes from './shell.module.css';

/** From when on the end of a role is said on every screen, in milliseconds before it. */
const SOON = 5 * 60_000;

/** A line for when the role is about to end, and one should finish what one is at. */
export function EndsSoon() {
  const { role, expiresAt } = useLiveClaims();
  const isFar = useTimeLeft(expiresAt === null ? null : expiresAt - SOON) !== null;
  if (role === null || expiresAt === null || isFar) return null;
  return (
    <p className={classes.status}>
      <RoleEndsNext role={role} at={expiresAt} />
    </p>
  );
}
