import {
  type AccessRefusal,
  type Job,
  type RoleTable,
  refusalSentence,
  type SkippedAccount,
  type StoredChange,
} from '../../core/index.ts';
import { type EditResult, editAccess } from '../edit/edit.ts';
import type { By } from '../edit/order.ts';
import { type UndoRefusal, undoEdit } from '../edit/undo.ts';
import type { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import type { JobsProject } from '../project.ts';
import { faultOf, skippedBy, skippedFor } from '../reconcile/failure.ts';
import type { Finding } from '../reconcile/reconcile.ts';
import { mapConcurrent, type Throttle } from '../reconcile/throttle.ts';
import { changeIdOf, editOf, readChanges } from './edits-job.ts';
import type { JobPage, JobWork } from './start-job.ts';

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

/** How many are made at most before the job looks whether its step is over; at the job's rate, those of a second. */
const CHANGES_PER_PAGE = 100;

/**
 * The work of `bulk-set-roles` and `bulk-edit`: each change through the door that a single edit goes through, with
 * the role that the actor has at that moment, and only where the person's access is still what it was when
 * the job began. A refused change is skipped. An actor who may not change roles any more ends the job,
 * and so does whatever would keep them out: a lockdown, the end of their sessions since it began.
 */
export function editsWork(project: JobsProject, jobId: string, job: Job, pace: Throttle): JobWork {
  const { store, engine } = project;
  const by = authorOf(job);
  let fatal: string | null = null;

  const makeOne = async (change: StoredChange, index: number): Promise<Finding> => {
    const { uid, expected, undoes } = change;
    const { reason } = job;
    const common = { by, reason, job: jobId, changeId: changeIdOf(jobId, index), now: Date.now() };
    try {
      const result =
        undoes === undefined
          ? await editAccess(project, { ...common, uid, edit: editOf(change), expected })
          : await undoEdit(project, { ...common, entryId: undoes });
      fatal ??= endOf(engine.roles, result);
      return findingOf(engine.roles, change, result);
    } catch (error) {
      const fault = faultOf(error);
      return { ...unchanged(uid), skipped: named(change, skippedFor(error)), fault };
    }
  };

  return async (cursor): Promise<JobPage> => {
    const first = Number(cursor ?? 0);
    const most = Math.min(CHANGES_PER_PAGE, Math.max(job.perSecond, 1));
    const changes = await readChanges(store, jobId, first, most);
    if (changes === null) return { next: cursor, seen: 0, findings: [], fatal: LIST_IS_GONE };
    const made = await madeBefore(store, jobId, first, changes.length);
    const findings = await mapConcurrent(
      changes,
      AT_ONCE,
      async (change, index) => {
        if (made[index]) return unchanged(change.uid);
        await pace();
        return makeOne(change, first + index);
      },
      () => fatal !== null,
    );
    const end = first + changes.length;
    return {
      next: end < job.total ? String(end) : null,
      seen: changes.length,
      findings,
      fatal,
    };
  };
}

/** In whose name the changes are made: of the person who started the job, or of an operator. */
function authorOf({ kind, startedBy, createdAt }: Job): By {
  if (kind === 'bulk-edit' && startedBy === null) return { kind: 'operator' };
  // As if they had signed in when it began: an end of their sessions since then ends the job.
  return { kind: 'job', caller: callerSince(startedBy ?? '', createdAt.seconds) };
}
const LIST_IS_GONE = 'The list of the changes is missing or cannot be read. Start a new job.';

/** Why the job cannot continue after this; null when it can. */
function endOf(roles: RoleTable, result: EditResult | UndoRefusal): string | null {
  if (result.outcome === 'unauthenticated') return starterRefused(roles, result.refusal.reason);
  const mayNot = result.outcome === 'forbidden' && result.reason === 'not-allowed';
  return mayNot ? refusalSentence(roles, 'not-allowed') : null;
}

/** Why a job ends when its author may no longer act. */
function starterRefused(roles: RoleTable, reason: AccessRefusal): string {
  switch (reason) {
    case 'locked-down':
      return 'The app is locked down. Resume the job when the lockdown is off.';
    case 'session-revoked':
    case 'sign-in-too-old':
      return 'The person who started the job has been signed out since. Start a new one.';
    case 'disabled':
      return 'The person who started the job has been disabled.';
    default:
      return refusalSentence(roles, 'not-allowed');
  }
}

/**
 * Which of the changes an earlier run of this step has made, by their audit entries: they must not
 * overwrite later changes.
 */
async function madeBefore(
  store: Store,
  jobId: string,
  first: number,
  count: number,
): Promise<readonly boolean[]> {
  const entries = Array.from({ length: count }, (_, index) =>
    store.audit.doc(changeIdOf(jobId, first + index)),
  );
  return (await store.db.getAll(...entries, { fieldMask: [] })).map(({ exists }) => exists);
}

function unchanged(uid: string): Finding {
  return { uid, codes: [], changed: false, skipped: null, fault: null };
}

/** With the name that the account had when the job began. */
function named({ name, email }: StoredChange, skipped: SkippedAccount): SkippedAccount {
  return { ...skipped, ...(name && { name }), ...(email && { email }) };
}

function findingOf(
  roles: RoleTable,
  change: StoredChange,
  result: EditResult | UndoRefusal,
): Finding {
  const skipped = skippedBy(roles, result);
  const finding = { ...unchanged(change.uid), skipped: skipped && named(change, skipped) };
  const isMade = 'sync' in result && (result.sync.changed || result.outcome === 'written');
  return { ...finding, changed: isMade };
}
