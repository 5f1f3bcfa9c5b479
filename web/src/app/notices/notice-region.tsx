import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { IconX } from '../icons.ts';
import classes from './notice-region.module.css';
import { type Notice, notices, shownFor } from './notices.ts';

/** Where notices appear and are read out, politely. Always there, so that readers know it. */
export function NoticeRegion() {
  const shown = useSyncExternalStore(notices.subscribe, notices.getSnapshot);
  const [place] = useLocation();
  const lastPlace = useRef(place);
  useEffect(() => {
    if (lastPlace.current !== place) notices.moveOn();
    lastPlace.current = place;
  }, [place]);
  return (
    <div className={classes.region} role="log" aria-live="polite" aria-label="Notices">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { id, kind, isOver, text, detail, action } = notice;
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isPageHidden = useSyncExternalStore(onVisibility, () => document.hidden);
  const isRead = isPointedAt || hasFocus;
  const time = shownFor(notice);
  useEffect(() => {
    // What comes while the page is in the background waits for the user.
    if (isOver || isRead || isPageHidden || time === null) return;
    const timer = setTimeout(() => notices.end(id), time);
    return () => clearTimeout(timer);
  }, [id, isOver, isRead, isPageHidden, time]);

  return (
    // The same elements when it is over: others would be read out once more.
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing can be done with it; its time stands still.
    <div
      className={isOver ? classes.over : classes.card}
      data-kind={kind}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
    >
      <div>
        <p className={classes.text}>{text}</p>
        {detail !== undefined && <p className={classes.detail}>{detail}</p>}
        {action !== undefined && !isOver && (
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
      {!isOver && (
        <ActionIcon
          className={classes.dismiss}
          aria-label="Dismiss notice"
          onClick={() => notices.dismiss(id)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
