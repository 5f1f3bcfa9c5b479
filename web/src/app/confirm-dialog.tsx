import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Dialog, DialogButtons } from './dialog.tsx';
import { Failure, StillWaiting } from './message.tsx';
import { useTask } from './use-task.ts';

/** Asks before something is done, does it, and closes; stays open with what went wrong. */
export function ConfirmDialog({
  title,
  confirm,
  cancel = 'Cancel',
  dangerous = false,
  blocked = false,
  forbidden = null,
  children,
  action,
  onClose,
}: {
  title: string;
  /** The word on the button that does it. */
  confirm: string;
  cancel?: string;
  /** Whether it cannot be undone. */
  dangerous?: boolean;
  /** Whether something is still missing for it. */
  blocked?: boolean;
  /** Why it can no longer be done; null while it can. */
  forbidden?: string | null;
  children: ReactNode;
  action: (form: FormData) => Promise<void>;
  onClose: () => void;
}) {
  const { run, pending, isSlow, failure } = useTask();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run(() => action(form), onClose);
  }

  return (
    <Dialog title={title} onClose={onClose} closable={!pending || isSlow}>
      <form onSubmit={submit} noValidate>
        {children}
        {forbidden !== null && <Failure>{forbidden}</Failure>}
        {failure !== null && <Failure>{failure}</Failure>}
        {isSlow && <StillWaiting />}
        <DialogButtons>
          <Button variant="default" onClick={onClose} disabled={pending && !isSlow} data-autofocus>
            {isSlow ? 'Close' : cancel}
          </Button>
          <Button
            type="submit"
            loading={pending}
            disabled={blocked || forbidden !== null}
            {...(dangerous && { color: 'red' })}
          >
            {confirm}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
