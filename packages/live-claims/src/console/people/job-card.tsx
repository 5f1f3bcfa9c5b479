import { Button, Progress } from '@mantine/core';
import { collection, doc, limit, type QueryDocumentSnapshot, query } from 'firebase/firestore';
import { useMemo } from 'react';
import {
  type BulkEditRequest,
  CALLABLES,
  type Job,
  parseBulkEditResult,
  parseJob,
  parseSkippedAccount,
} from '../../core/index.ts';
import {
  useConsole,
  useLiveClaimsClient,
  useLiveDocument,
  useLiveQuery,
} from '../console-context.tsx';
import { Link } from '../parts/link.tsx';
import { Failure } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import classes from './bulk.module.css';

/** How many of the people who failed are named. */
const NAMED = 20;

const asJob = (data: unknown) => parseJob(data);

function readSkipped(document: QueryDocumentSnapshot) {
  const skipped = parseSkippedAccount(document.data());
  return skipped && { uid: document.id, ...skipped };
}

/** How far a job has got, live; who failed and why; and to try those again, or to undo it all. */
export function JobCard({
  jobId,
  onStarted,
  onClose,
}: {
  jobId: string;
  /** Called with the id of the job that tries again or undoes. */
  onStarted: (jobId: string) => void;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, firestore, notify, paths } = useConsole();
  const { run, pending, failure } = useTask();
  const source = useMemo(() => doc(firestore, paths.job(jobId)), [firestore, paths, jobId]);
  const { value: job } = useLiveDocument(source, asJob);
  if (job === null) return null;
  const isOver = job.status !== 'running';

  function start(request: BulkEditRequest): void {
    run(async () => {
      const answer = await claims.withFreshClaims(() => call(CALLABLES.bulkEdit, request));
      const { jobId: next } = parseBulkEditResult(answer);
      if (next === null) notify({ text: 'Nothing had to be changed.' });
      else onStarted(next);
    });
  }

  return (
    <section className={classes.job} aria-label="Job">
      <p role="status">
        <strong>{progressText(job)}</strong>
        {!isOver && ` · ${job.perSecond} people a second at most`}
      </p>
      <Progress
        value={job.total === 0 ? 100 : (100 * job.seen) / job.total}
        aria-label="Progress of the job"
        transitionDuration={200}
      />
      {job.problem !== null && <Failure>{job.problem}</Failure>}
      {job.skipped > 0 && <Failures jobId={jobId} />}
      {failure !== null && <Failure>{failure}</Failure>}
      <div className={classes.buttons}>
        {!isOver && (
          <Button
            size="compact-md"
            variant="default"
            disabled={pending}
            onClick={() =>
              run(async () => {
                await claims.withFreshClaims(() => call(CALLABLES.stopJob, { jobId }));
              })
            }
          >
            Stop
          </Button>
        )}
        {isOver && job.skipped > 0 && (
          <Button
            size="compact-md"
            variant="default"
            disabled={pending}
            onClick={() => start({ retry: jobId })}
          >
            Try those again
          </Button>
        )}
        {isOver && job.changed > 0 && job.undoes === null && (
          <Button
            size="compact-md"
            variant="default"
            disabled={pending}
            onClick={() => start({ undo: jobId })}
          >
            Undo
          </Button>
        )}
        {isOver && (
          <Button size="compact-md" variant="subtle" color="gray" onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    </section>
  );
}

function Failures({ jobId }: { jobId: string }) {
  const { firestore, paths, peopleHref } = useConsole();
  const found = useLiveQuery(
    useMemo(
      () => query(collection(firestore, paths.skipped(jobId)), limit(NAMED)),
      [firestore, paths, jobId],
    ),
    readSkipped,
  );
  return (
    <ul className={classes.lines} aria-label="People who were not changed">
      {found.items.map(({ uid, name, email, message }) => (
        <li key={uid}>
          <Link href={peopleHref(uid)}>
            <bdi>{name ?? email ?? uid}</bdi>
          </Link>
          : {message}
        </li>
      ))}
    </ul>
  );
}

function progressText({ status, seen, total, changed, skipped, undoes }: Job): string {
  const what = undoes === null ? 'changed' : 'undone';
  const parts = [`${changed} ${what}`, skipped > 0 && `${skipped} not`].filter(Boolean).join(', ');
  switch (status) {
    case 'running':
      return `${seen} of ${total}: ${parts}`;
    case 'done':
      return `Done: ${parts}`;
    case 'stopped':
      return `Stopped after ${seen} of ${total}: ${parts}`;
    case 'failed':
      return `Failed after ${seen} of ${total}: ${parts}`;
  }
}
