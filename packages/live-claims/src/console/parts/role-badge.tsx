import { useConsole } from '../console-context.tsx';
import { RankBadge, type RankBadgeProps } from './rank-badge.tsx';

/** A role of the app, with its rank. */
export function RoleBadge(props: RankBadgeProps) {
  return <RankBadge {...props} roles={useConsole().roles} />;
}
