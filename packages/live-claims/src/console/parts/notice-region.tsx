import { useCallback, useSyncExternalStore } from 'react';
import { NoticeCard, NoticeLog } from './notice-log.tsx';
import { type Notice, notices } from './notices.ts';

/** How long a notice stays, in milliseconds. */
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;

const NONE: readonly Notice[] = [];

/** The notices of the console, where the app has none of its own. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot, () => NONE);
  return (
    <NoticeLog>
      {shown.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </NoticeLog>
  );
}

function OneNotice({ notice }: { notice: Notice }) {
  const { id, action } = notice;
  const dismiss = useCallback(() => notices.dismiss(id), [id]);
  return (
    <NoticeCard
      notice={notice}
      shownMs={action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS}
      onEnd={dismiss}
      onDismiss={dismiss}
    />
  );
}
