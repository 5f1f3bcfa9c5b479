import { Loader } from '@mantine/core';
import classes from './waiting.module.css';

/** A wait for something that usually takes a moment; says more when it takes longer. */
export function Waiting({ label, page = false }: { label: string; page?: boolean }) {
  return (
    <div className={classes.waiting} data-page={page || undefined} role="status">
      <Loader size="sm" type="dots" aria-hidden />
      <span>{label}</span>
      <span className={classes.slow}>
        This takes longer than usual. Check your connection; it goes on by itself.
      </span>
    </div>
  );
}
