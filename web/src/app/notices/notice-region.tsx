import { NoticeCard, NoticeLog } from 'live-claims/console/parts';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { type Notice, notices, shownFor } from './notices.ts';

/** Where notices appear; those that do not concern the place go when the user does. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot);
  const [place] = useLocation();
  const lastPlace = useRef(place);
  useEffect(() => {
    if (lastPlace.current !== place) notices.moveOn();
    lastPlace.current = place;
  }, [place]);
  return (
    <NoticeLog>
      {shown.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </NoticeLog>
  );
}

function OneNotice({ notice }: { notice: Notice }) {
  const { id, kind, isOver } = notice;
  return (
    <NoticeCard
      notice={notice}
      kind={kind}
      shownMs={shownFor(notice)}
      isOver={isOver}
      onEnd={useCallback(() => notices.end(id), [id])}
      onDismiss={useCallback(() => notices.dismiss(id), [id])}
    />
  );
}
