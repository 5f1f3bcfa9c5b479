import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type {
  BulkAction,
  BulkPeople,
  DirectoryRequest,
  DirectoryRow,
  DirectoryWords,
} from '../../core/index.ts';
import { useConsole } from '../console-context.tsx';
import { Failure } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import classes from './bulk.module.css';
import { everybodyFound } from './everybody.ts';
import { exportPeople } from './export-people.ts';

const BulkDialog = lazy(() => import('./bulk-dialog.tsx'));

const ACTIONS: readonly { readonly kind: BulkAction['kind']; readonly label: string }[] = [
  { kind: 'set-role', label: 'Change role' },
  { kind: 'set-end', label: 'Set end' },
  { kind: 'end-sessions', label: 'Sign out' },
  { kind: 'disable', label: 'Disable' },
  { kind: 'enable', label: 'Enable' },
];

/** What can be done with the selected people. */
export function BulkBar({
  selected,
  request,
  isMoreThere,
  onSelectAll,
  onClear,
  onStarted,
}: {
  /** The selected rows; `all` for everybody whom the list shows, also those who are not loaded. */
  selected: readonly DirectoryRow[] | 'all';
  /** What the list shows. */
  request: DirectoryRequest;
  /** Whether the list has people who are not selected. */
  isMoreThere: boolean;
  onSelectAll: () => void;
  onClear: () => void;
  /** Called with the id of a job that has begun. */
  onStarted: (jobId: string) => void;
}) {
  const { config, firestore } = useConsole();
  const [open, setOpen] = useState<BulkAction['kind'] | null>(null);
  const [count, setCount] = useState(0);
  const { run, pending, failure } = useTask();
  const isAll = selected === 'all';
  // The server looks for those who match, when the job is previewed and when it starts.
  const people: BulkPeople = isAll
    ? { matching: wordsOfList(request) }
    : { uids: selected.map(({ uid }) => uid) };

  return (
    <section className={classes.bar} aria-label="Selected people">
      <p role="status">
        <strong>
          {isAll
            ? 'All that match are selected'
            : `${selected.length.toLocaleString('en-GB')} selected`}
        </strong>
        {pending && ` · ${count.toLocaleString('en-GB')} found so far…`}
      </p>
      {ACTIONS.map(({ kind, label }) => (
        <Button
          key={kind}
          size="compact-md"
          variant="default"
          disabled={pending}
          onClick={() => setOpen(kind)}
        >
          {label}
        </Button>
      ))}
      {isMoreThere && !isAll && (
        <Button size="compact-md" variant="subtle" disabled={pending} onClick={onSelectAll}>
          Select all that match
        </Button>
      )}
      <Button
        size="compact-md"
        variant="subtle"
        disabled={pending}
        onClick={() =>
          run(async () => {
            const { directory } = config.collections;
            await exportPeople(
              isAll ? await everybodyFound(firestore, directory, request, setCount) : selected,
            );
          })
        }
      >
        Export CSV
      </Button>
      <Button size="compact-md" variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
      {failure !== null && <Failure>{failure}</Failure>}
      <Suspense>
        {open !== null && (
          <BulkDialog
            kind={open}
            people={people}
            onClose={() => setOpen(null)}
            onStarted={onStarted}
          />
        )}
      </Suspense>
    </section>
  );
}

/** The words of a list, without its order. */
function wordsOfList({ search, filter }: DirectoryRequest): DirectoryWords {
  return {
    ...(search !== undefined && { search }),
    ...(filter && ('role' in filter ? { role: filter.role ?? 'none' } : { state: filter.state })),
  };
}
