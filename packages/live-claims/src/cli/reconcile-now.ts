import type { DriftCode, DriftCounts, SkippedAccount } from '../core/index.ts';
import { describeDrift } from '../functions/reconcile/drift.ts';
import { countPeople } from '../functions/reconcile/read-page.ts';
import { type ReconcileReport, reconcile } from '../functions/reconcile/reconcile.ts';
import { EXIT_CODES } from './admin-error.ts';
import { confirm, waitForReading } from './operator.ts';
import { figure, showProgress } from './progress.ts';
import type { ReconcileOrder } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson } from './target.ts';
import type { Paint } from './terminal.ts';

/** How many people are listed; the rest is counted, so that the memory stays flat. */
const LISTED = 20;

interface Listed {
  readonly drifted: { readonly uid: string; readonly codes: readonly DriftCode[] }[];
  readonly skipped: ({ readonly uid: string } & SkippedAccount)[];
}

/**
 * Checks all users, in this process, and repairs drift unless it is a dry run.
 *
 * @throws {AdminError} `not-confirmed`, `interrupted` before the beginning.
 */
export async function reconcileNow(
  session: Session,
  { dryRun, perSecond }: Extract<ReconcileOrder, { readonly order: 'now' }>,
  yes: boolean,
): Promise<Answer> {
  const { project, terminal, signal } = session;
  if (!dryRun) {
    const people = await waitForReading(countPeople(project.store), signal);
    await confirm(session, yes, [
      `all drift of about ${figure(people)} users; \`reconcile --dry-run\` says what`,
    ]);
  }
  const listed: Listed = { drifted: [], skipped: [] };
  const report = await showProgress(
    terminal,
    dryRun ? 'Checking all users' : 'Reconciling',
    (show) =>
      reconcile(project, {
        dryRun,
        perSecond: perSecond ?? project.limits.accountsPerSecond,
        signal,
        onProgress: (count) => show(count),
        onDrift: (uid, codes) => add(listed.drifted, { uid, codes }),
        onSkipped: (uid, why) => add(listed.skipped, { uid, ...why }),
      }),
    ({ finished }) => !finished,
  );
  return reconcileAnswer(session, dryRun, report, listed);
}

function add<T>(list: T[], entry: T): void {
  if (list.length < LISTED) list.push(entry);
}

function reconcileAnswer(
  { target }: Session,
  dryRun: boolean,
  report: ReconcileReport,
  listed: Listed,
): Answer {
  const { seen, changed, skipped, drift, finished } = report;
  // A document that waits for its account is as it should be.
  const drifted = Object.keys(drift).some((code) => code !== 'no-account');
  const wrong = skipped > 0 || (dryRun && drifted);
  return {
    exitCode: finished ? (wrong ? EXIT_CODES.attention : EXIT_CODES.done) : EXIT_CODES.interrupted,
    json: {
      ...targetJson(target),
      ...{ dryRun, finished, seen, changed, skipped, drift },
      drifted: listed.drifted,
      skippedPeople: listed.skipped,
    },
    text: (paint) => [
      '',
      ...(finished
        ? []
        : [`${paint('yellow', '■')} Stopped before the end; repairs that were made stay.`]),
      ...reportLines({ ...report, people: listed.skipped, dryRun }, paint),
      ...(dryRun ? driftedLines(listed.drifted) : []),
      ...(dryRun && drifted
        ? [
            '',
            `  ${paint('cyan', '→')} \`reconcile\`, or \`reconcile --now\` without the functions, repairs it where possible.`,
          ]
        : []),
      '',
    ],
  };
}

function driftedLines(drifted: Listed['drifted']): readonly string[] {
  if (drifted.length === 0) return [];
  const width = Math.max(...drifted.map(({ uid }) => uid.length));
  return [
    '',
    ...drifted.map(({ uid, codes }) => `    ${uid.padEnd(width)}  ${codes.join(', ')}`),
    ...(drifted.length === LISTED ? [`    (the first ${LISTED})`] : []),
  ];
}

/** What a look at many people came to. */
export interface ReconcileSummary {
  readonly seen: number;
  readonly changed: number;
  readonly skipped: number;
  readonly drift: DriftCounts;
  /** The users that need attention: the first of them, if there are many. */
  readonly people: readonly {
    readonly uid: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly dryRun: boolean;
}

/** The summary in lines: counts, drift, and the skipped users with their reasons. */
export function reportLines(summary: ReconcileSummary, paint: Paint): readonly string[] {
  const { seen, changed, skipped, drift, people, dryRun } = summary;
  const codes = Object.entries(drift) as [DriftCode, number][];
  const width = Math.max(0, ...codes.map(([, count]) => figure(count).length));
  const more = skipped - people.length;
  return [
    `  ${figure(seen)} ${seen === 1 ? 'person' : 'people'} checked, ${dryRun ? 'none' : figure(changed)} changed${skipped > 0 ? `, ${figure(skipped)} skipped` : ''}.`,
    ...(codes.length === 0
      ? [`  ${paint('green', '✔')} Nothing ${dryRun ? 'has' : 'had'} drifted.`]
      : ['', `  ${paint('bold', dryRun ? 'What has drifted' : 'What had drifted')}`]),
    ...codes.map(
      ([code, count]) =>
        `    ${figure(count).padStart(width)}  ${code.padEnd(16)}  ${paint('dim', describeDrift(code))}`,
    ),
    ...(people.length === 0 ? [] : ['', `  ${paint('bold', 'Skipped')}`]),
    ...people.map(
      ({ uid, code, message }) =>
        `    ${paint('red', '✗')} ${uid}  ${paint('dim', code)}  ${message}`,
    ),
    ...(people.length > 0 && more > 0 ? [`      and ${figure(more)} more`] : []),
    ...(people.length === 0 ? [] : [`    ${paint('cyan', '→')} \`show <id>\` says what to do.`]),
  ];
}
