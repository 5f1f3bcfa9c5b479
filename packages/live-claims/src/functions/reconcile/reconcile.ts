import {
  DEFAULT_PER_SECOND,
  type DriftCode,
  type DriftCounts,
  isUid,
  type Milliseconds,
  type SkippedAccount,
} from '../../core/index.ts';
import { updateRow } from '../directory/update-row.ts';
import type { NewAccount } from '../firebase/known-account.ts';
import { copyEngineOf, copyMemberships, NOTHING_COPIED } from '../orgs/copy-memberships.ts';
import type { Project } from '../project.ts';
import { createWithoutRole } from '../provision/ensure-document.ts';
import type { MarkerState } from '../sync/ports.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { driftOf, isRepairable } from './drift.ts';
import { endGrant } from './end-expired-grants.ts';
import { type Fault, faultOf, skippedFor } from './failure.ts';
import {
  BEGINNING,
  type Cursor,
  countPeople,
  type ObservedUser,
  paginate,
  readPage,
  readPerson,
} from './read-page.ts';
import { createThrottle, mapConcurrent, type Throttle } from './throttle.ts';

export interface ReconcileOptions {
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  /** How many accounts may be changed a second; 10 unless given, the platform's limit. */
  readonly perSecond?: number;
  /** Stops after the people at hand, of whom there are at most ten. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (report: ReconcileReport) => void;
  readonly onDrift?: (uid: string, codes: readonly DriftCode[]) => void;
  /** Called for every user that needs attention. */
  readonly onSkipped?: (uid: string, why: SkippedAccount) => void;
}

/** How far a reconciliation has got. */
export interface ReconcileReport extends Counts {
  /** How many people there are to look at: an estimate, taken at the start. */
  readonly total: number;
  /** False when it was stopped before the end. */
  readonly finished: boolean;
}

/**
 * Checks every user and repairs drift, in this process and without a queue: what the
 * command line does. The memory it takes is a page's, however many people there are.
 *
 * @throws what reading throws, when Firebase cannot be reached; what was repaired stays repaired.
 */
export async function reconcile(
  project: Project,
  options: ReconcileOptions,
): Promise<ReconcileReport> {
  const { perSecond = DEFAULT_PER_SECOND, dryRun, signal } = options;
  const pace = createThrottle(perSecond);
  const pageOptions = { dryRun, reason: 'Reconciled from the command line.', pace, signal };
  const readAndRepair = (cursor: Cursor) => reconcilePage(project, cursor, pageOptions);
  const report = { ...EMPTY_COUNTS, total: await countPeople(project.store), finished: false };
  for await (const page of paginate(readAndRepair, BEGINNING)) {
    const finished = page.next === null && signal?.aborted !== true;
    Object.assign(report, addCounts(report, countsOf(page)), { finished });
    for (const { uid, codes, skipped } of page.findings) {
      options.onDrift?.(uid, codes);
      if (skipped !== null) options.onSkipped?.(uid, skipped);
    }
    options.onProgress?.({ ...report });
    if (signal?.aborted) break;
  }
  return report;
}

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

export interface PageOptions {
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  /** Why, for the audit log. */
  readonly reason: string;
  /** Called ahead of every change. */
  readonly pace: Throttle;
  /** Starts no further user once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** A user with drift, and the outcome. */
export interface Finding {
  readonly uid: string;
  readonly codes: readonly DriftCode[];
  readonly changed: boolean;
  /** Why it needs attention; null when it does not. */
  readonly skipped: SkippedAccount | null;
  /** The error that was in the way; null when there was none. */
  readonly fault: Fault | null;
}

/** What a page of a reconciliation came to. */
export interface ReconciledPage {
  /** Where to continue; null at the end. */
  readonly next: Cursor | null;
  /** How many people were looked at. */
  readonly seen: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks the users at the cursor and repairs drift. A user who cannot be repaired does not stop
 * the others.
 *
 * @throws only what reading the page throws.
 */
export async function reconcilePage(
  project: Project,
  cursor: Cursor,
  options: PageOptions,
): Promise<ReconciledPage> {
  const { people, unlisted, rows = [], next } = await readPage(project, cursor);
  const now = Date.now();
  const findings = await mapConcurrent(
    people,
    AT_ONCE,
    (person) => settle(project, person, { ...options, now }),
    () => options.signal?.aborted === true,
  );
  const listed = await mapConcurrent(
    unlisted,
    AT_ONCE,
    (account) => list(project, account, options),
    () => options.signal?.aborted === true,
  );
  const seen = people.length + unlisted.length;
  const all = await withRows(project, [...findings, ...listed], rows, options);
  return { next, seen, findings: all.filter(({ codes }) => codes.length > 0) };
}

/**
 * Brings the rows of the directory in line, after what they are made of: those that were found wrong, and those of the
 * people who have just been changed.
 */
async function withRows(
  project: Project,
  findings: readonly Finding[],
  wrong: readonly string[],
  { dryRun, signal }: PageOptions,
): Promise<readonly Finding[]> {
  if (project.engine.directory === undefined) return findings;
  const byId = new Map(findings.map((finding) => [finding.uid, finding]));
  const changed = findings.filter((finding) => finding.changed).map(({ uid }) => uid);
  const codes = ['row-behind'] as const;
  const looked = await mapConcurrent(
    [...new Set([...wrong, ...changed])],
    AT_ONCE,
    async (uid): Promise<Finding> => {
      const before = byId.get(uid) ?? { ...NO_FINDING, uid };
      const also = wrong.includes(uid) ? { codes: [...before.codes, ...codes] } : {};
      if (dryRun) return { ...before, ...also };
      try {
        const isWritten = await updateRow(project.engine, uid);
        return isWritten ? { ...before, ...also, changed: true } : before;
      } catch (error) {
        const skipped = before.skipped ?? skippedFor(error);
        return { ...before, codes: [...before.codes, ...codes], skipped, fault: faultOf(error) };
      }
    },
    () => signal?.aborted === true,
  );
  for (const finding of looked) byId.set(finding.uid, finding);
  return [...byId.values()];
}

const NO_FINDING: Omit<Finding, 'uid'> = { codes: [], changed: false, skipped: null, fault: null };

/** Makes the document of an account that no list shows. It grants nothing. */
async function list(
  project: Project,
  account: NewAccount,
  { dryRun }: PageOptions,
): Promise<Finding> {
  const codes = ['not-listed'] as const;
  const finding = { uid: account.uid, codes, changed: false, skipped: null, fault: null };
  if (dryRun) return finding;
  try {
    const changed = await createWithoutRole(project, account);
    return { ...finding, codes: changed ? codes : [], changed };
  } catch (error) {
    return { ...finding, skipped: skippedFor(error), fault: faultOf(error) };
  }
}

/** @param options.now when the page was read, in milliseconds since the Unix epoch. */
async function settle(
  project: Project,
  person: ObservedUser,
  { now, ...options }: PageOptions & { readonly now: Milliseconds },
): Promise<Finding> {
  const { uid, seen } = person;
  if (!isUid(uid)) return { ...NO_ACCOUNT_ID, uid };
  const { roles } = project.engine;
  let codes: readonly DriftCode[] = ['unreadable'];
  try {
    const ofOrgs = person.membershipCodes ?? [];
    codes = [...driftOf(roles, seen, now), ...ofOrgs];
    const finding = { uid, codes, changed: false, skipped: null, fault: null };
    if (codes.length === 0) return finding;
    if (options.dryRun) {
      // The page can be out of date; this look is not.
      return {
        ...finding,
        codes: [...driftOf(roles, await readPerson(project, uid), now), ...ofOrgs],
      };
    }
    if (ofOrgs.length === 0 && !isRepairable(roles, seen, codes)) {
      return { ...finding, skipped: rejection(seen.marker) };
    }
    await options.pace();
    const repaired = await repair(project, person, { codes, reason: options.reason, now });
    const skipped = rejection(repaired);
    const gone = !repaired.changed && skipped === null;
    return { ...finding, codes: gone ? [] : codes, changed: repaired.changed, skipped };
  } catch (error) {
    return { uid, codes, changed: false, skipped: skippedFor(error), fault: faultOf(error) };
  }
}

/** A document under an id that leads nowhere. */
const NO_ACCOUNT_ID: Omit<Finding, 'uid'> = {
  codes: ['no-account'],
  changed: false,
  skipped: {
    code: 'no-account-id',
    message: 'No account can have this id. Delete the document, or move it to the right id.',
  },
  fault: null,
};

/** The problem that needs attention. A document that waits for its account has none. */
function rejection(
  previous: Pick<MarkerState, 'status' | 'problem'> | null,
): SkippedAccount | null {
  if (previous?.status !== 'rejected' || previous.problem === null) return null;
  const { code, message } = previous.problem;
  return { code, message };
}

/**
 * Repairs what has drifted for one person: copies memberships, ends a grant that is over, then syncs. Looks for itself at
 * what there is to do, so it changes nothing when the drift has gone meanwhile.
 *
 * @param reason for the audit log.
 * @throws what the transaction and the sync throw.
 */
export async function repair(
  project: Project,
  { uid, seen, wrongOrgs = [] }: ObservedUser,
  { codes, reason, now }: RepairOptions,
): Promise<SyncOutcome> {
  const copying = copyEngineOf(project.engine);
  const copied =
    copying !== null && wrongOrgs.length > 0
      ? await copyMemberships(copying, uid, wrongOrgs)
      : NOTHING_COPIED;
  if (codes.includes('expired-grant')) {
    const ended = await endGrant(project, uid, now);
    if (ended !== null) return { ...ended, changed: true };
  }
  // A service repairs what an earlier edit calls for; whose that was does not matter.
  const by = { revision: seen.source, actor: { kind: 'service', uid: null }, reason } as const;
  const synced = await syncUser(project.engine, uid, {
    by,
    spread: SPREAD_SECONDS,
    proven: copied.proven,
  });
  return copied.written ? { ...synced, changed: true } : synced;
}

/** Below the time after which a client that still waits for its token calls itself stale. */
const SPREAD_SECONDS = 4;

export interface RepairOptions {
  readonly codes: readonly DriftCode[];
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/** What the work came to so far, in numbers. */
export interface Counts {
  readonly seen: number;
  readonly changed: number;
  readonly skipped: number;
  readonly drift: DriftCounts;
}

export const EMPTY_COUNTS: Counts = { seen: 0, changed: 0, skipped: 0, drift: {} };

/** The numbers of one page. */
export function countsOf(page: {
  readonly seen: number;
  readonly findings: readonly {
    readonly codes: readonly DriftCode[];
    readonly changed: boolean;
    readonly skipped: SkippedAccount | null;
  }[];
}): Counts {
  const { seen, findings } = page;
  const drift: DriftCounts = {};
  for (const code of findings.flatMap(({ codes }) => codes)) drift[code] = (drift[code] ?? 0) + 1;
  return {
    seen,
    changed: findings.filter(({ changed }) => changed).length,
    skipped: findings.filter(({ skipped }) => skipped !== null).length,
    drift,
  };
}

export function addCounts(a: Counts, b: Counts): Counts {
  const drift: DriftCounts = { ...a.drift };
  for (const [code, count] of Object.entries(b.drift) as [DriftCode, number][]) {
    drift[code] = (drift[code] ?? 0) + count;
  }
  return {
    seen: a.seen + b.seen,
    changed: a.changed + b.changed,
    skipped: a.skipped + b.skipped,
    drift,
  };
}
