import {
  type BulkProblem,
  BulkProblems,
  type BulkSetRolesRequest,
  type BulkSetRolesResult,
  MAX_BULK_CHANGES,
  type Milliseconds,
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
import { startEditsJob } from './edits-job.ts';
import type { StartOptions } from './start-job.ts';

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

  const { now, ...rest } = options;
  const { reason = null } = request;
  const job = { kind: 'bulk-set-roles', ...rest, reason, changes: decided } as const;
  return { jobId: await startEditsJob(project, job), total: decided.length };
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
