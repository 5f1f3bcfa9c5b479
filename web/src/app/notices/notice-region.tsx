import { ActionIcon } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { IconX } from '../icons.ts';
import classes from './notice-region.module.css';
import { type Notice, notices } from './notices.ts';

/** How long a confirmation stays, in milliseconds. Notices about access stay until dismissed. */
const CONFIRMATION_TIME = 6000;

/** Where notices appear and are read out, politely. Always there, so that readers know it. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot);
  return (
    <div className={classes.region} role="status" aria-live="polite" aria-label="Notices">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, kind, text, detail } = notice;
  useEffect(() => {
    if (kind !== 'done') return;
    const timer = setTimeout(() => notices.dismiss(id), CONFIRMATION_TIME);
    return () => clearTimeout(timer);
  }, [id, kind]);

  return (
    <div className={classes.card} data-kind={kind}>
      <div>
        <p className={classes.text}>{text}</p>
        {detail !== undefined && <p className={classes.detail}>{detail}</p>}
      </div>
      <ActionIcon
        className={classes.dismiss}
        aria-label="Dismiss notice"
        onClick={() => notices.dismiss(id)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
