import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { BulkAction, DirectoryRequest, DirectoryRow } from '../../core/index.ts';
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
  uids,
  request,
  isMoreThere,
  onSelect,
  onClear,
  onStarted,
}: {
  uids: ReadonlySet<string>;
  /** What the list shows. */
  request: DirectoryRequest;
  /** Whether the list has people who are not selected. */
  isMoreThere: boolean;
  onSelect: (rows: readonly DirectoryRow[]) => void;
  onClear: () => void;
  /** Called with the id of a job that has begun. */
  onStarted: (jobId: string) => void;
}) {
  const { config, firestore } = useConsole();
  const [open, setOpen] = useState<BulkAction['kind'] | null>(null);
  const [count, setCount] = useState(0);
  const { run, pending, failure } = useTask();
  const everybody = () =>
    everybodyFound(firestore, config.collections.directory, request, setCount);

  return (
    <section className={classes.bar} aria-label="Selected people">
      <p role="status">
        <strong>{uids.size.toLocaleString('en-GB')} selected</strong>
        {pending && ` · ${count.toLocaleString('en-GB')} found so far…`}
      </p>
      {ACTIONS.map(({ kind, label }) => (
        <Button
          key={kind}
          size="compact-md"
          variant="default"
          disabled={pending || uids.size === 0}
          onClick={() => setOpen(kind)}
        >
          {label}
        </Button>
      ))}
      {isMoreThere && (
        <Button
          size="compact-md"
          variant="subtle"
          disabled={pending}
          onClick={() => run(async () => onSelect(await everybody()))}
        >
          Select all that match
        </Button>
      )}
      <Button
        size="compact-md"
        variant="subtle"
        disabled={pending}
        onClick={() =>
          run(async () => {
            const rows = await everybody();
            await exportPeople(rows.filter(({ uid }) => uids.has(uid)));
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
            uids={[...uids]}
            onClose={() => setOpen(null)}
            onStarted={onStarted}
          />
        )}
      </Suspense>
    </section>
  );
}
