import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import classes from './dialog.module.css';

/** A modal dialog: keeps the focus, gives it back, closes by Escape; fills a phone's screen. */
export function Dialog({
  title,
  opened,
  onClose,
  closable = true,
  children,
}: {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** False while something is under way that closing would lose. */
  closable?: boolean;
  children: ReactNode;
}) {
  const phone = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={closable ? onClose : () => undefined}
      title={title}
      size="lg"
      centered
      // Too easy a way to lose what was typed.
      closeOnClickOutside={false}
      fullScreen={phone}
      overlayProps={{ backgroundOpacity: 0.45 }}
      transitionProps={{ duration: 120, transition: 'fade' }}
      closeButtonProps={{ 'aria-label': 'Close', disabled: !closable }}
      classNames={{ title: classes.title, body: classes.body, content: classes.content }}
    >
      {children}
    </Modal>
  );
}

/** A dialog's buttons, at the end of it. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={classes.buttons}>{children}</div>;
}
