import { momentFrom } from './moments.ts';
import { useTimeLeft } from './use-time-left.ts';

/** When a time-bound role ends, and how long that is: “until 14:30, in 4 min”. */
export function RoleEnd({ at }: { at: number }) {
  const left = useTimeLeft(at);
  const moment = momentFrom(at, Date.now());
  return left === null ? `ended ${moment}` : `until ${moment}, in ${left}`;
}
