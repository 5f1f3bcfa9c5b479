import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { IconX } from '../icons.ts';
import classes from './notice-region.module.css';
import { type Notice, notices } from './notices.ts';

/** How long a confirmation stays, in milliseconds. Notices about access stay until dismissed. */
const CONFIRMATION_TIME = 6000;
const WITH_ACTION_TIME = 10_000;

/** Where notices appear and are read out, politely. Always there, so that readers know it. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot);
  return (
    <div className={classes.region} role="log" aria-live="polite" aria-label="Notices">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, kind, text, detail, action } = notice;
  const time = action === undefined ? CONFIRMATION_TIME : WITH_ACTION_TIME;
  useEffect(() => {
    if (kind !== 'done') return;
    const timer = setTimeout(() => notices.dismiss(id), time);
    return () => clearTimeout(timer);
  }, [id, kind, time]);

  return (
    <div className={classes.card} data-kind={kind}>
      <div>
        <p className={classes.text}>{text}</p>
        {detail !== undefined && <p className={classes.detail}>{detail}</p>}
        {action !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notices.dismiss(id);
              action.run();
            }}
          >
            {action.label}
          </Button>
        )}
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
