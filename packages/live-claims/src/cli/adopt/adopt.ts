import { type FileHandle, open } from 'node:fs/promises';
import { DEFAULT_PER_SECOND, type JobStatus } from '../../core/index.ts';
import { advance, failJob, readJob, writeSkipped } from '../../functions/jobs/run-step.ts';
import { newJob, reopenJob, stopJob } from '../../functions/jobs/start-job.ts';
import {
  type Cursor,
  paginate,
  readCursor,
  writeCursor,
} from '../../functions/reconcile/read-page.ts';
import { createThrottle } from '../../functions/reconcile/throttle.ts';
import { AdminError, EXIT_CODES } from '../admin-error.ts';
import { explainFailure } from '../explain-failure.ts';
import { confirm, waitForReading, waitForWriting } from '../operator.ts';
import { figure, showProgress } from '../progress.ts';
import type { Answer, Session } from '../session.ts';
import { targetJson, targetName } from '../target.ts';
import type { Paint } from '../terminal.ts';
import {
  type Adopted,
  type AdoptOptions,
  adoptPage,
  countAccounts,
  FIRST_PAGE,
  sourceName,
} from './adopt-accounts.ts';
import { type AdoptPlan, type AdoptRequest, planOf } from './request.ts';
import { renamedClaims } from './rules.ts';
import { type Summary, summaryLines, Tally } from './tally.ts';

/**
 * Brings over the roles that an app's accounts have already: in this process, account by account, through the door
 * that every change of access goes through. A dry run only tells.
 *
 * @throws {AdminError} `usage`, `no-such-job`, `job-is-over`, `not-confirmed`.
 */
export async function adopt(session: Session, request: AdoptRequest): Promise<Answer> {
  const { order } = request;
  if (order.order === 'stop') return stop(session, request, order.jobId);
  const list =
    request.list === null ? null : await openList(request.list, order.order === 'resume');
  try {
    return order.order === 'look'
      ? await look(session, order.plan, list)
      : await carryOver(session, request, list);
  } finally {
    await list?.close();
  }
}

/** The dry run. */
async function look(session: Session, plan: AdoptPlan, list: FileHandle | null): Promise<Answer> {
  const { project, signal, terminal } = session;
  const total = await countAccounts(project.auth, signal);
  const tally = new Tally(total);
  const pace = async () => {};
  const options = optionsOf(session, plan, { dryRun: true, jobId: '', pace });
  const finished = await showProgress(
    terminal,
    'Checking all accounts',
    async (show) => {
      for await (const page of paginate((at) => adoptPage(project, at, options), FIRST_PAGE)) {
        tally.add(page);
        await writeList(list, page.findings);
        show(tally.counts);
        if (signal.aborted) return false;
      }
      return true;
    },
    (isAtEnd) => !isAtEnd,
  );
  const summary = tally.summary();
  const wrong = summary.skipped > 0;
  return {
    exitCode: finished ? (wrong ? EXIT_CODES.attention : EXIT_CODES.done) : EXIT_CODES.interrupted,
    json: { ...targetJson(session.target), dryRun: true, finished, ...summary },
    text: (paint) => [
      '',
      ...(finished ? [] : [`${paint('yellow', '■')} Stopped before the end.`]),
      ...renamingLines(plan).map((line) => `  ${paint('yellow', '!')} ${line}`),
      ...summaryLines(summary, { dryRun: true, hasList: list !== null }, paint),
      '',
    ],
  };
}

/** What the app has to be ready for. */
function renamingLines({ source, rules }: AdoptPlan): readonly string[] {
  const renamed = source.kind === 'claims' ? renamedClaims(rules) : [];
  if (renamed.length === 0) return [];
  return [
    `The claim "role" changes: ${renamed.join(', ')}. Security rules and code that read the old value need to know the new one first.`,
  ];
}

/** The adoption itself, as a job that can be stopped and resumed. */
async function carryOver(
  session: Session,
  request: AdoptRequest,
  list: FileHandle | null,
): Promise<Answer> {
  const { project, terminal, signal, target } = session;
  const { jobId, step, cursor, plan, perSecond, total, before } = await openJob(session, request);
  const tally = new Tally(total, before);
  const options = optionsOf(session, plan, {
    dryRun: false,
    jobId,
    pace: createThrottle(perSecond),
  });
  const task = { jobId, step };
  const run = (show: (count: Tally['counts']) => void) =>
    adoptPages(session, task, cursor, options, async (page) => {
      tally.add(page);
      await writeList(list, page.findings);
      show(tally.counts);
    });
  try {
    const status = await showProgress(terminal, `Job ${jobId}`, run, (end) => end !== 'done');
    return jobAnswer(session, jobId, status, tally.summary(), list !== null);
  } catch (error) {
    const failure = explainFailure(error, targetName(target));
    await failJob(project.store, task, failure?.message ?? String(error)).catch(() => {});
    if (failure === null || signal.aborted) throw error;
    throw new AdminError(failure.code, failure.message, {
      next: `${failure.next}\nWhat is done stays done: \`adopt --resume ${jobId}\` continues.`,
      cause: error,
    });
  }
}

/** Starts the job, or finds the one to resume. */
async function openJob(session: Session, { order, perSecond, yes }: AdoptRequest) {
  const { project, signal } = session;
  const { store, limits } = project;
  if (order.order === 'resume') {
    const { jobId } = order;
    const stored = await waitForReading(store.job(jobId).get(), signal);
    const plan = planOf(project.config, stored.get('adoption'));
    if (plan === null) throw noSuchAdoption(jobId);
    await confirm(session, yes, [`roles of the accounts that job ${jobId} has not come to yet`]);
    const job = await waitForWriting(reopenJob(store, jobId, ({ kind }) => kind === 'adopt'));
    const cursor = job.cursor === null ? FIRST_PAGE : readCursor(job.cursor);
    const pace = perSecond ?? job.perSecond;
    return { jobId, step: job.step, cursor, plan, perSecond: pace, total: job.total, before: job };
  }
  if (order.order !== 'start') throw new Error(`adopt cannot ${order.order} here.`);
  const { plan } = order;
  const total = await countAccounts(project.auth, signal);
  await confirm(session, yes, [
    `roles of up to ${figure(total)} accounts, from ${sourceName(plan.source)}; \`adopt --dry-run\` says which`,
    ...renamingLines(plan),
  ]);
  const pace = perSecond ?? limits.accountsPerSecond ?? DEFAULT_PER_SECOND;
  const job = store.jobs.doc();
  const fields = newJob({ kind: 'adopt', total, perSecond: pace, startedBy: null });
  await waitForWriting(job.create({ ...fields, adoption: plan.stored }));
  return { jobId: job.id, step: 0, cursor: FIRST_PAGE, plan, perSecond: pace, total, before: null };
}

/**
 * Page after page. Each is written down when it is done, so that a process that dies repeats one at most; by then a
 * stop from elsewhere is heard of.
 *
 * @param task whose step counts along.
 * @returns the status that the job ends with.
 */
async function adoptPages(
  { project, signal }: Session,
  task: { readonly jobId: string; step: number },
  from: Cursor,
  options: AdoptOptions,
  onPage: (page: Awaited<ReturnType<typeof adoptPage>>) => Promise<void>,
): Promise<JobStatus> {
  const { store } = project;
  let cursor = from;
  for (;;) {
    const page = await adoptPage(project, cursor, options);
    const { seen, next, findings } = page;
    // A page that was left in the middle is gone through again; what it has changed is counted now.
    const isLeft = signal.aborted;
    const skipped = findings.filter((finding) => finding.skipped !== null);
    await onPage(isLeft ? { ...page, seen: 0, findings: findings.filter(isChanged) } : page);
    const counts = {
      seen: isLeft ? 0 : seen,
      changed: findings.filter(isChanged).length,
      skipped: isLeft ? 0 : skipped.length,
      drift: {},
    };
    if (!isLeft) await writeSkipped(store, task.jobId, skipped);
    const at = isLeft ? cursor : next;
    const goesOn = await advance(store, task, at === null ? null : writeCursor(at), counts);
    task.step += 1;
    if (next === null && !isLeft) return 'done';
    if (isLeft) return stopJob(project, task.jobId);
    if (!goesOn) return (await readJob(store, task.jobId))?.status ?? 'stopped';
    cursor = next as Cursor;
  }
}

const isChanged = ({ changed }: Adopted) => changed;

function optionsOf(
  { project, signal }: Session,
  { source, rules, overwrite }: AdoptPlan,
  rest: Pick<AdoptOptions, 'dryRun' | 'jobId' | 'pace'>,
): AdoptOptions {
  return { roles: project.engine.roles, source, rules, overwrite, signal, ...rest };
}

async function stop(session: Session, { yes }: AdoptRequest, jobId: string): Promise<Answer> {
  const job = await waitForReading(readJob(session.project.store, jobId), session.signal);
  if (job?.kind !== 'adopt') throw noSuchAdoption(jobId);
  await confirm(session, yes, [`job ${jobId}, which is stopped`]);
  await waitForWriting(stopJob(session.project, jobId));
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(session.target), jobId, status: 'stopped' },
    text: (paint) => [
      '',
      `${paint('green', '✔')} Job ${jobId} stops after the accounts at hand.`,
      `  ${paint('cyan', '→')} \`adopt --resume ${jobId}\` continues where it ended.`,
      '',
    ],
  };
}

function noSuchAdoption(jobId: string): AdminError {
  return new AdminError('no-such-job', `There is no adoption "${jobId}".`, {
    next: '`adopt` prints the id of its job when it starts, and at its end.',
  });
}

function jobAnswer(
  { target }: Session,
  jobId: string,
  status: JobStatus,
  summary: Summary,
  hasList: boolean,
): Answer {
  const clean = status === 'done' && summary.skipped === 0;
  const ended = status === 'done' ? EXIT_CODES.attention : EXIT_CODES.interrupted;
  return {
    exitCode: clean ? EXIT_CODES.done : ended,
    json: { ...targetJson(target), dryRun: false, jobId, status, ...summary },
    text: (paint: Paint) => [
      '',
      ...(status === 'done' ? [] : [`${paint('yellow', '■')} Stopped; what is done stays done.`]),
      ...summaryLines(summary, { dryRun: false, hasList }, paint),
      ...(status === 'done'
        ? []
        : [`  ${paint('cyan', '→')} \`adopt --resume ${jobId}\` continues where it ended.`]),
      '',
    ],
  };
}

/** The file, which a resumed adoption goes on with. */
async function openList(file: string, isResumed: boolean): Promise<FileHandle> {
  try {
    const list = await open(file, isResumed ? 'a' : 'w');
    const { size } = await list.stat();
    if (size === 0) await list.write('account\temail\tproblem\twhat\n');
    return list;
  } catch (cause) {
    throw new AdminError('usage', `${file} cannot be written: ${(cause as Error).message}`, {
      next: 'Name another file: `--list <file>`.',
      cause,
    });
  }
}

/** A line for each account that needs a look. */
async function writeList(list: FileHandle | null, findings: readonly Adopted[]): Promise<void> {
  const lines = findings.flatMap(({ uid, email, skipped }) =>
    skipped === null ? [] : [[uid, email ?? '', skipped.code, skipped.message]],
  );
  if (list === null || lines.length === 0) return;
  // Ids and addresses are of others: nothing in them begins a column or a line.
  const text = (part: string) => part.replaceAll(/[\t\r\n]/g, ' ');
  await list.write(lines.map((line) => `${line.map(text).join('\t')}\n`).join(''));
}
