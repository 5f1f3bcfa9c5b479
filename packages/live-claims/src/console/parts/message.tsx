import type { ReactNode } from 'react';
import classes from './message.module.css';
import { useParts } from './parts-context.ts';

/** Stands where content would: nothing there yet, closed to this person, or failed. */
export function Message({
  title,
  children,
  action,
  alert = false,
  page = false,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Whether it is read out at once. */
  alert?: boolean | undefined;
  /** Whether it has the whole page to itself. */
  page?: boolean | undefined;
}) {
  return (
    <div
      className={classes.message}
      role={alert ? 'alert' : undefined}
      data-page={page || undefined}
    >
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** A failure next to the control that failed, read out at once. */
export function Failure({ children }: { children: ReactNode }) {
  return (
    <p className={classes.failure} role="alert">
      {children}
    </p>
  );
}

/** That a server takes longer than usual, and what closing the dialog means. */
export function StillWaiting() {
  const { whereItShows } = useParts();
  return (
    <p className={classes.slow} role="status">
      Still waiting for the server… You can close this: the change may still arrive, {whereItShows}.
    </p>
  );
}
