import {
  type AccessRefusal,
  type Job,
  type RoleTable,
  refusalSentence,
  type SetUserRoleRequest,
} from '../../core/index.ts';
import { type EditResult, editAccess } from '../edit/edit.ts';
import type { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import type { JobsProject } from '../project.ts';
import { faultOf, skippedBy, skippedFor } from '../reconcile/failure.ts';
import type { Finding } from '../reconcile/reconcile.ts';
import { mapConcurrent, type Throttle } from '../reconcile/throttle.ts';
import { readChanges } from './bulk-set-roles.ts';
import type { JobPage, JobWork } from './start-job.ts';

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

/** How many are made before the job looks whether its step is over. */
const CHANGES_PER_PAGE = 100;

/**
 * The work of `bulk-set-roles`: each change through the door that a single edit goes through, with
 * the role that the actor has at that moment, and only where the person's access is still what it was when
 * the job began. A refused change is skipped. An actor who may not change roles any more ends the job,
 * and so does whatever would keep them out: a lockdown, the end of their sessions since it began.
 */
export function setRolesWork(
  project: JobsProject,
  jobId: string,
  job: Job,
  pace: Throttle,
): JobWork {
  const { store, engine } = project;

  // As if they had signed in when it began: an end of their sessions since then ends the job.
  const caller = callerSince(job.startedBy ?? '', job.createdAt.seconds);
  let fatal: string | null = null;

  const setOne = async (
    { uid, role, expiresAt, expected }: SetUserRoleRequest,
    index: number,
  ): Promise<Finding> => {
    try {
      const result = await editAccess(project, {
        uid,
        edit: { role, expiresAt },
        expected,
        by: { kind: 'job', caller },
        reason: job.reason,
        changeId: changeId(jobId, index),
        now: Date.now(),
      });
      fatal ??= endOf(engine.roles, result);
      return findingOf(engine.roles, uid, result);
    } catch (error) {
      const fault = faultOf(error);
      return { ...unchanged(uid), skipped: skippedFor(error), fault };
    }
  };

  return async (cursor): Promise<JobPage> => {
    const first = Number(cursor ?? 0);
    const changes = await readChanges(store, jobId, first, CHANGES_PER_PAGE);
    if (changes === null) return { next: cursor, seen: 0, findings: [], fatal: LIST_IS_GONE };
    const made = await madeBefore(store, jobId, first, changes.length);
    const findings = await mapConcurrent(
      changes,
      AT_ONCE,
      async (change, index) => {
        if (made[index]) return unchanged(change.uid);
        await pace();
        return setOne(change, first + index);
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

const LIST_IS_GONE = 'The list of the changes is missing or cannot be read. Start a new job.';

/** Why the job cannot continue after this; null when it can. */
function endOf(roles: RoleTable, result: EditResult): string | null {
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

/** The same when a step is repeated, so that it is one change and one audit entry. */
function changeId(jobId: string, index: number): string {
  return `${jobId}-${index}`;
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
    store.audit.doc(changeId(jobId, first + index)),
  );
  return (await store.db.getAll(...entries, { fieldMask: [] })).map(({ exists }) => exists);
}

function unchanged(uid: string): Finding {
  return { uid, codes: [], changed: false, skipped: null, fault: null };
}

function findingOf(roles: RoleTable, uid: string, result: EditResult): Finding {
  const finding = { ...unchanged(uid), skipped: skippedBy(roles, result) };
  const isMade = 'sync' in result && (result.sync.changed || result.outcome === 'written');
  return { ...finding, changed: isMade };
}
