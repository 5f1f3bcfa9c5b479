import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { IconX } from './icons.ts';
import classes from './notice-log.module.css';

/** What a notice says, and what can be done about it. */
export interface NoticeText {
  readonly text: string;
  /** A second, quieter line. */
  readonly detail?: string | undefined;
  /** A button that does something about it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Where notices appear and are read out, politely, each by itself. Always there, so that readers know it. */
export function NoticeLog({ children }: { children: ReactNode }) {
  return (
    <div className={classes.region} role="log" aria-live="polite" aria-label="Notices">
      {children}
    </div>
  );
}

/** A notice over the page. Its time stands still while it is read, and while the page is in the background. */
export function NoticeCard({
  notice: { text, detail, action },
  kind = 'done',
  shownMs,
  isOver = false,
  onEnd,
  onDismiss,
}: {
  notice: NoticeText;
  /** What it is about; all but `done` stand out. */
  kind?: string;
  /** How long it stays, in milliseconds; null for until it is dismissed. */
  shownMs: number | null;
  /** Whether it stands in the log alone. */
  isOver?: boolean;
  onEnd: () => void;
  onDismiss: () => void;
}) {
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isPageHidden = useSyncExternalStore(
    onVisibility,
    () => document.hidden,
    () => false,
  );
  const isRead = isPointedAt || hasFocus;
  useEffect(() => {
    // What comes while the page is in the background waits for the user.
    if (isOver || isRead || isPageHidden || shownMs === null) return;
    const timer = setTimeout(onEnd, shownMs);
    return () => clearTimeout(timer);
  }, [onEnd, isOver, isRead, isPageHidden, shownMs]);

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
              onDismiss();
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
          variant="subtle"
          color="gray"
          aria-label="Dismiss notice"
          onClick={onDismiss}
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
