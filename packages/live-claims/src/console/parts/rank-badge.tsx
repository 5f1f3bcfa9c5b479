import { type RoleTable, rankOf } from '../../core/index.ts';
import classes from './rank-badge.module.css';

export interface RankBadgeProps {
  readonly role: string | null;
  readonly large?: boolean;
}

/**
 * A role, with its rank as a row of bars: its place among the roles of the app shows
 * without knowing their names, and without colour.
 */
export function RankBadge({
  roles,
  role,
  large = false,
  className = '',
}: RankBadgeProps & {
  readonly roles: RoleTable;
  /** @default one with the tint of `--lc-accent` */
  readonly className?: string | undefined;
}) {
  const rank = rankOf(roles, role);
  return (
    <span
      className={`${classes.badge} ${className}`}
      data-large={large || undefined}
      data-none={rank < 0 || undefined}
    >
      <span className={classes.bars} aria-hidden>
        {roles.ranking.map((name, index) => (
          <span key={name} data-filled={index <= rank || undefined} />
        ))}
      </span>
      {role ?? 'no role'}
    </span>
  );
}
