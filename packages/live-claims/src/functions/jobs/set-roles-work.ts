import type { Job, SetUserRoleRequest } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import type { JobsProject } from '../project.ts';
import { type ApplyResult, applyChange, type CommitChange } from '../role-change/apply-change.ts';
import { changePerson } from '../role-change/change-person.ts';
import { faultOf, setAsideFor } from '../sweep/failure.ts';
import type { Pace } from '../sweep/pace.ts';
import { someAtOnce } from '../sweep/some-at-once.ts';
import type { Finding } from '../sweep/sweep-page.ts';
import { readChanges } from './change-list.ts';
import type { JobPage, JobWork } from './job-work.ts';
import { REFUSAL_SENTENCES, starterRefused } from './refusal-sentences.ts';

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

/** How many are made before the job looks whether its step is over. */
const CHANGES_PER_PAGE = 100;

/**
 * The work of `bulk-set-roles`: each change by the transaction that a single edit goes through, with
 * the role that the actor has at that moment, and only where the person's access is still what it was when
 * the job began. A refusal sets the person aside. An actor who may not change roles any more ends the job,
 * and so does whatever would keep them out: a lockdown, the end of their sessions since it began.
 */
export function setRolesWork(project: JobsProject, jobId: string, job: Job, pace: Pace): JobWork {
  const { store, engine } = project;
  const commit: CommitChange = (roles, change) => changePerson(store, roles, change);

  // As if they had signed in when it began: an end of their sessions since then ends the job.
  const caller = callerSince(job.startedBy ?? '', job.createdAt.seconds);
  let fatal: string | null = null;

  const setOne = async (
    { uid, role, expiresAt, expected }: SetUserRoleRequest,
    index: number,
  ): Promise<Finding> => {
    try {
      const result = await applyChange(engine, commit, {
        uid,
        edit: { role, expiresAt },
        expected,
        actor: caller.uid,
        caller,
        changeId: changeId(jobId, index),
        now: Date.now(),
      });
      fatal ??= endOf(result);
      return findingOf(uid, result);
    } catch (error) {
      const fault = faultOf(error);
      return { ...unchanged(uid), setAside: setAsideFor(error), fault };
    }
  };

  return async (cursor): Promise<JobPage> => {
    const first = Number(cursor ?? 0);
    const changes = await readChanges(store, jobId, first, CHANGES_PER_PAGE);
    if (changes === null) return { next: cursor, seen: 0, findings: [], fatal: LIST_IS_GONE };
    const made = await madeBefore(store, jobId, first, changes.length);
    const findings = await someAtOnce(
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

/** Why nobody can go on with the job after this; null when somebody can. */
function endOf(result: ApplyResult): string | null {
  if (result.outcome === 'turned-away') return starterRefused(result.refusal.reason);
  const mayNot = result.outcome === 'refused' && result.reason === 'not-allowed';
  return mayNot ? REFUSAL_SENTENCES['not-allowed'] : null;
}

/** The same when a step is repeated, so that it is one change and one audit entry. */
function changeId(jobId: string, index: number): string {
  return `${jobId}-${index}`;
}

/**
 * Which of the changes an earlier run of this step has made, by their audit entries: they are not to
 * be made again over what somebody else may have changed since.
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
  return { uid, codes: [], changed: false, setAside: null, fault: null };
}

function findingOf(uid: string, result: ApplyResult): Finding {
  const finding = unchanged(uid);
  if (!('sync' in result)) {
    if (result.outcome === 'turned-away') return finding;
    const code = result.outcome === 'refused' ? result.reason : result.outcome;
    return { ...finding, setAside: { code, message: REFUSAL_SENTENCES[code] } };
  }
  const { changed, status, problem } = result.sync;
  return {
    ...finding,
    changed: changed || result.outcome === 'written',
    setAside:
      status === 'rejected' && problem ? { code: problem.code, message: problem.message } : null,
  };
}
