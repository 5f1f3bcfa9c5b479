import { rankOf } from '../../core/index.ts';
import { useConsole } from '../console-context.tsx';
import classes from './role-badge.module.css';

/**
 * A role, with its rank as a row of bars: its place among the roles of the app shows
 * without knowing their names, and without colour.
 */
export function RoleBadge({ role, large = false }: { role: string | null; large?: boolean }) {
  const { roles } = useConsole();
  const rank = rankOf(roles, role);
  return (
    <span
      className={classes.badge}
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
