import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import classes from './dialog.module.css';
import { useParts } from './parts-context.ts';

/** A modal dialog: keeps the focus, gives it back, closes by Escape; fills a phone's screen. */
export function Dialog({
  title,
  onClose,
  closable = true,
  children,
}: {
  title: string;
  onClose: () => void;
  /** False while closing would lose a request in progress. */
  closable?: boolean;
  children: ReactNode;
}) {
  const phone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const close = closable ? onClose : () => undefined;
  useReturnOfFocus();
  useEscape(close);
  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={false}
      title={title}
      returnFocus={false}
      // Its lock adds a <style> element, which the page's policy refuses; ours is in the stylesheet.
      lockScroll={false}
      size="lg"
      centered
      // Too easy a way to lose what was typed.
      closeOnClickOutside={false}
      fullScreen={phone}
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 120, transition: 'fade' }}
      closeButtonProps={{ 'aria-label': 'Close', disabled: !closable }}
      // A banner is the page's own.
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ title: classes.title, body: classes.body, content: classes.content }}
    >
      {children}
    </Modal>
  );
}

/**
 * Escape closes the dialog from the first frame in which it shows. Not Mantine's way, which passes the
 * key over while the focus is still on the item of the menu that the dialog was opened from.
 */
function useEscape(onEscape: () => void): void {
  const latest = useRef(onEscape);
  useLayoutEffect(() => {
    latest.current = onEscape;
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) latest.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/**
 * Gives the focus back to where it was before. Not Mantine's way, which waits for a closed dialog
 * to stay mounted; ours are gone when they close. The control may be gone too, along with its post.
 */
function useReturnOfFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const next = before?.isConnected ? before : document.querySelector('main h1');
      if (next instanceof HTMLElement) next.focus();
    };
  }, []);
}

/** A dialog's buttons, at the end of it. */
export function DialogButtons({ children }: { children: ReactNode }) {
  const { buttonsStay } = useParts();
  return (
    <div className={classes.buttons} data-stay={buttonsStay || undefined}>
      {children}
    </div>
  );
}
