import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { IconX } from './icons.ts';
import classes from './notice-region.module.css';
import { type Notice, notices } from './notices.ts';

/** How long a notice stays, in milliseconds. */
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;

const NONE: readonly Notice[] = [];

/** Where notices appear and are read out, politely, each by itself. Always there, so that readers know it. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot, () => NONE);
  return (
    <div className={classes.region} role="log" aria-live="polite" aria-label="Notices">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice: { id, text, detail, action } }: { notice: Notice }) {
  const shownMs = action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS;
  useEffect(() => {
    const timer = setTimeout(() => notices.dismiss(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, shownMs]);

  return (
    <div className={classes.card}>
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
        variant="subtle"
        color="gray"
        aria-label="Dismiss notice"
        onClick={() => notices.dismiss(id)}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
