import { useTimeLeft } from 'live-claims/console/parts';
import { momentFrom, withArticle } from 'live-claims/console/parts/text';

/** When a time-bound role ends, how long that is, and what comes next. */
export function RoleEndsNext({ role, at }: { role: string; at: number }) {
  const left = useTimeLeft(at);
  if (left === null) return null;
  return (
    // A timer is not read out with every tick, as other live regions are.
    <span role="timer" aria-label="Time left with your role">
      You are {withArticle(role)} until {momentFrom(at, Date.now())}, in <strong>{left}</strong>.
      After that: no role.
    </span>
  );
}
