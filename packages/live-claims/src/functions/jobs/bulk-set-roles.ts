import type { Transaction } from 'firebase-admin/firestore';
import {
  type BulkProblem,
  BulkProblems,
  type BulkSetRolesRequest,
  type BulkSetRolesResult,
  MAX_BULK_CHANGES,
  type Milliseconds,
  parseBulkChanges,
  type RoleTable,
  refusalSentence,
  refuseRoleChange,
  type SetUserRoleRequest,
  secondsOf,
} from '../../core/index.ts';
import { accessIn } from '../edit/plan-edit.ts';
import type { Store, UserData } from '../firebase/store.ts';
import { principalOf, roleOfTarget } from '../guards/principals.ts';
import type { JobsProject } from '../project.ts';
import { listAccount } from '../provision/ensure-document.ts';
import { mapConcurrent } from '../reconcile/throttle.ts';
import { JobError } from './job-queue.ts';
import { type StartOptions, startJob } from './start-job.ts';

/**
 * Checks every change against the documents as they are, and starts a job that makes them, each
 * checked again at its moment by the actor's role of that moment.
 *
 * @throws {BulkProblems} with all that stands against it; nothing is written then.
 * @throws {JobError} `too-many-jobs`, `bad-rate`, `no-queue`.
 */
export async function startBulkSetRoles(
  project: JobsProject,
  request: BulkSetRolesRequest,
  options: Omit<StartOptions, 'reason'> & {
    readonly startedBy: string;
    readonly now: Milliseconds;
  },
): Promise<BulkSetRolesResult> {
  const { store, engine } = project;
  const changes = 'changes' in request ? request.changes : await resolve(store, request);
  await listAccounts(project, changes);
  const { problems, decided } = await lookAtPeople(store, engine.roles, changes, options);
  if (problems.length > 0) throw new BulkProblems(problems);

  const total = decided.length;
  const { now, ...rest } = options;
  const { reason = null } = request;
  const job = { kind: 'bulk-set-roles', ...rest, reason, total } as const;
  const jobId = await startJob(project, job, async (transaction, id) => {
    await refuseTooMany(project, transaction, options.startedBy);
    addChanges(store, transaction, id, decided);
  });
  return { jobId, total };
}

async function resolve(
  store: Store,
  { everybodyWith, role, expiresAt }: Exclude<BulkSetRolesRequest, { changes: unknown }>,
): Promise<readonly SetUserRoleRequest[]> {
  const { docs } = await store.users
    .where(store.names.fields.role, '==', everybodyWith.role)
    .select()
    .limit(MAX_BULK_CHANGES + 1)
    .get();
  const refuse = (message: string) => new BulkProblems([{ index: null, code: 'invalid', message }]);
  if (docs.length === 0) throw refuse('No user has that role.');
  if (docs.length > MAX_BULK_CHANGES) {
    throw refuse(
      `More than ${MAX_BULK_CHANGES} people have that role; give a list of some of them.`,
    );
  }
  return docs.map(({ id }) => ({ uid: id, role, expiresAt }));
}

/** How many accounts Firebase Auth tells of in one call. */
const ACCOUNTS_PER_CALL = 100;

/** Creates documents for accounts without one: the caller may change them. */
async function listAccounts(
  project: Pick<JobsProject, 'auth' | 'store' | 'provisioning'>,
  changes: readonly SetUserRoleRequest[],
): Promise<void> {
  const { auth, store } = project;
  const references = changes.map(({ uid }) => store.user(uid));
  const people = await store.db.getAll(...references, { fieldMask: [] });
  const missing = people.filter(({ exists }) => !exists).map(({ id }) => id);
  for (let first = 0; first < missing.length; first += ACCOUNTS_PER_CALL) {
    const some = missing.slice(first, first + ACCOUNTS_PER_CALL);
    const { users } = await auth.getUsers(some.map((uid) => ({ uid })));
    await mapConcurrent(users, ACCOUNTS_PER_CALL, ({ uid }) => listAccount(project, uid));
  }
}

/** Counted in the commit that adds one: of many calls at once no more get through. @throws {JobError} `too-many-jobs`. */
async function refuseTooMany(
  { store, limits }: Pick<JobsProject, 'store' | 'limits'>,
  transaction: Transaction,
  startedBy: string,
): Promise<void> {
  const running = store.jobs
    .where('startedBy', '==', startedBy)
    .where('status', '==', 'running')
    .select()
    .limit(limits.jobsPerPerson);
  if ((await transaction.get(running)).size < limits.jobsPerPerson) return;
  throw new JobError(
    'too-many-jobs',
    `${limits.jobsPerPerson} of your jobs are running. Wait until one is done, or stop one.`,
  );
}

/** What stands against the changes, and each change with the access that it was decided on. */
async function lookAtPeople(
  store: Store,
  roles: RoleTable,
  changes: readonly SetUserRoleRequest[],
  { startedBy, now }: { readonly startedBy: string; readonly now: Milliseconds },
): Promise<{ problems: readonly BulkProblem[]; decided: readonly SetUserRoleRequest[] }> {
  const { role, expiresAt, disabled } = store.names.fields;
  const [actor, ...users] = await store.db.getAll(
    ...[startedBy, ...changes.map(({ uid }) => uid)].map((uid) => store.user(uid)),
    { fieldMask: [role, expiresAt, disabled] },
  );
  const acting = { uid: startedBy, user: store.dataOf(actor) };
  const found = users.map((user) => store.dataOf(user));
  return {
    problems: checkChanges(roles, acting, changes, found, now),
    decided: changes.map((change, index) => ({
      ...change,
      expected: accessIn(found[index]),
    })),
  };
}

/**
 * Everything that stands against the changes as far as can be seen before the first is made: by the
 * same rules that each change is checked by again at its moment, but for the last owner, which
 * depends on what the others become.
 *
 * @param users the documents of the people in `changes`, in their order.
 * @param now in milliseconds since the Unix epoch.
 */
export function checkChanges(
  roles: RoleTable,
  actor: { readonly uid: string; readonly user: UserData },
  changes: readonly SetUserRoleRequest[],
  users: readonly UserData[],
  now: Milliseconds,
): readonly BulkProblem[] {
  const acting = principalOf(roles, actor.uid, actor.user, now);
  return changes.flatMap(({ uid, role, expiresAt }, index): BulkProblem[] => {
    const user = users[index];
    const target = { uid, role: roleOfTarget(user) };
    const end = expiresAt == null ? null : secondsOf(expiresAt);
    const refusal = refuseRoleChange(roles, { actor: acting, target, role, expiresAt: end });
    const code = refusal ?? (user === undefined ? 'no-such-person' : null);
    if (code !== null) return [{ index, code, message: refusalSentence(roles, code) }];
    if (expiresAt == null || expiresAt > now) return [];
    return [{ index, code: 'in-the-past', message: 'expiresAt must be in the future.' }];
  });
}

/** Changes in one document, far below its limit of 1 MiB. */
const CHANGES_PER_DOCUMENT = 500;

/** Stores the changes of a job in the commit that creates it. */
function addChanges(
  store: Store,
  transaction: Transaction,
  jobId: string,
  changes: readonly SetUserRoleRequest[],
): void {
  for (let first = 0; first < changes.length; first += CHANGES_PER_DOCUMENT) {
    const some = changes
      .slice(first, first + CHANGES_PER_DOCUMENT)
      .map(({ uid, role, expiresAt = null, expected }) => ({
        ...{ uid, role, expiresAt },
        ...(expected && { expected }),
      }));
    transaction.create(documentWith(store, jobId, first), { changes: some });
  }
}

/**
 * Up to `limit` of a job's changes from the `first`-th on; fewer where a document ends, null where there is
 * none, or none that can be read.
 */
export async function readChanges(
  store: Store,
  jobId: string,
  first: number,
  limit: number,
): Promise<readonly SetUserRoleRequest[] | null> {
  const document = await documentWith(store, jobId, first).get();
  const offset = first % CHANGES_PER_DOCUMENT;
  return parseBulkChanges(document.data())?.slice(offset, offset + limit) ?? null;
}

function documentWith({ db, paths }: Store, jobId: string, first: number) {
  return db.doc(paths.changes(jobId, Math.floor(first / CHANGES_PER_DOCUMENT)));
}
