// What the console shares with the demo, in this repository alone: `live-claims/console/parts` is not published.
// What needs no React is in `text.ts`.
export { ConfirmDialog } from './confirm-dialog.tsx';
export { Dialog, DialogButtons } from './dialog.tsx';
export { LiveList } from './live-list.tsx';
export { Failure, Message, StillWaiting } from './message.tsx';
export { NoticeCard, NoticeLog, type NoticeText } from './notice-log.tsx';
export { PartsContext } from './parts-context.ts';
export { Picture } from './picture.tsx';
export { RankBadge, type RankBadgeProps } from './rank-badge.tsx';
export { useTask } from './use-task.ts';
export { useTimeLeft } from './use-time-left.ts';
export { Waiting } from './waiting.tsx';
