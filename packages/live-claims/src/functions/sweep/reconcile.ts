import { DEFAULT_PER_SECOND, type DriftCode, type SetAside } from '../../core/index.ts';
import type { Project } from '../project.ts';
import { countPeople } from './count-people.ts';
import { BEGINNING, type Cursor } from './cursor.ts';
import { createPace } from './pace.ts';
import { pagesFrom } from './pages-from.ts';
import { sweepPage } from './sweep-page.ts';
import { NOTHING, sumOf, type Tally, tallyOf } from './tally.ts';

export interface ReconcileOptions {
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  /** How many accounts may be changed a second; 10 unless given, the platform's limit. */
  readonly perSecond?: number;
  /** Stops after the people at hand, of whom there are at most ten. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (report: ReconcileReport) => void;
  readonly onDrift?: (uid: string, codes: readonly DriftCode[]) => void;
  /** Hears of those whom somebody has to see to. */
  readonly onSetAside?: (uid: string, why: SetAside) => void;
}

/** How far a reconciliation has got. */
export interface ReconcileReport extends Tally {
  /** How many people there are to look at: an estimate, taken at the start. */
  readonly total: number;
  /** False when it was stopped before the end. */
  readonly finished: boolean;
}

/**
 * Looks at everybody and heals what has drifted, in this process and without a queue: what the
 * command line does. The memory it takes is a page's, however many people there are.
 *
 * @throws what reading throws, when Firebase cannot be reached; what was healed stays healed.
 */
export async function reconcile(
  project: Project,
  options: ReconcileOptions,
): Promise<ReconcileReport> {
  const { perSecond = DEFAULT_PER_SECOND, dryRun, signal } = options;
  const pace = createPace(perSecond);
  const sweeping = { dryRun, reason: 'Reconciled from the command line.', pace, signal };
  const sweep = (cursor: Cursor) => sweepPage(project, cursor, sweeping);
  const report = { ...NOTHING, total: await countPeople(project.store), finished: false };
  for await (const page of pagesFrom(sweep, BEGINNING)) {
    const finished = page.next === null && signal?.aborted !== true;
    Object.assign(report, sumOf(report, tallyOf(page)), { finished });
    for (const { uid, codes, setAside } of page.findings) {
      options.onDrift?.(uid, codes);
      if (setAside !== null) options.onSetAside?.(uid, setAside);
    }
    options.onProgress?.({ ...report });
    if (signal?.aborted) break;
  }
  return report;
}
