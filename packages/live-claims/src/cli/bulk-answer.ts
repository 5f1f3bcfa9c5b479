import type { BulkLine } from '../core/index.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { BulkDone } from './bulk.ts';
import { readSkippedOf, type SkippedUser, skippedLines } from './jobs.ts';
import { waitForReading } from './operator.ts';
import { figure } from './progress.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/** How many users with a problem are listed; the rest is counted. */
const LISTED = 100;

/** What came of changes of many users, or would. */
export async function bulkAnswer(
  { target, project, signal }: Session,
  { preview, jobId, job }: BulkDone,
  {
    dryRun,
    lines,
    json = {},
  }: {
    readonly dryRun: boolean;
    /** The line of the file of each user; null without one. */
    readonly lines: readonly number[] | null;
    readonly json?: Readonly<Record<string, unknown>>;
  },
): Promise<Answer> {
  const wrong = preview.lines.filter(isProblem);
  const skipped =
    jobId === null || job === null || job.skipped === 0
      ? []
      : await waitForReading(readSkippedOf(project.store, jobId), signal);
  const stopped = job?.status === 'stopped';
  const clean = wrong.length === 0 && skipped.length === 0 && (job?.status ?? 'done') === 'done';
  return {
    exitCode: stopped ? EXIT_CODES.interrupted : clean ? EXIT_CODES.done : EXIT_CODES.attention,
    json: {
      ...targetJson(target),
      ...{ dryRun, jobId, status: job?.status ?? null, changed: job?.changed ?? 0 },
      ...{ total: preview.total, changes: preview.changes, alreadySo: preview.alreadySo },
      problems: wrong.map((line) => ({ ...line, line: lines?.[line.index] ?? null })),
      skippedPeople: skipped,
      ...json,
    },
    text: (paint) => [
      '',
      ...summaryLines({ preview, jobId, job }, dryRun, paint),
      ...problemLines(wrong, lines, paint),
      ...skippedLines(skipped as readonly SkippedUser[], paint),
      ...(jobId === null ? [] : [`  ${paint('cyan', '→')} \`undo ${jobId}\` puts it all back.`]),
      ...(stopped
        ? [
            `  ${paint('cyan', '→')} \`reconcile --resume ${jobId}\` has the functions make the rest.`,
          ]
        : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

const isProblem = ({ verdict }: BulkLine) => verdict !== 'changes' && verdict !== 'already-so';

function summaryLines(
  { preview, job, jobId }: BulkDone,
  dryRun: boolean,
  paint: Paint,
): readonly string[] {
  const { changes, alreadySo, problems } = preview;
  const also = [
    ...(alreadySo === 0 ? [] : [`${figure(alreadySo)} so already`]),
    ...(problems === 0 ? [] : [`${figure(problems)} cannot be changed`]),
  ].map((part) => `, ${part}`);
  const mark = paint('green', '✔');
  if (dryRun) return [`${mark} ${figure(changes)} would change${also.join('')}.`];
  if (job === null) return [`${mark} Nothing had to be changed${also.join('')}.`];
  const words = {
    done: 'changed',
    stopped: 'changed before it was stopped',
    failed: 'changed before it failed',
  };
  const word = job.status === 'running' ? 'changed as yet' : words[job.status];
  const first = `${job.status === 'done' ? mark : paint('yellow', '■')} ${figure(job.changed)} ${word}${also.join('')}.`;
  const why = job.problem === null ? [] : [`  ${job.problem}`];
  return [first, ...why, `  ${paint('dim', `Job ${jobId}.`)}`];
}

function problemLines(
  wrong: readonly BulkLine[],
  lines: readonly number[] | null,
  paint: Paint,
): readonly string[] {
  if (wrong.length === 0) return [];
  const shown = wrong.slice(0, LISTED).map(({ index, uid, name, email, verdict, message }) => {
    const line = lines?.[index];
    const where = line === undefined ? '' : `line ${line}: `;
    const who = email ?? name ?? uid ?? '';
    return `    ${paint('red', '✗')} ${where}${who}  ${paint('dim', verdict)}  ${message ?? ''}`;
  });
  const more = wrong.length - shown.length;
  return ['', ...shown, ...(more > 0 ? [`      and ${figure(more)} more`] : [])];
}
