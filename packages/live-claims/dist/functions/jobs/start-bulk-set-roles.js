import { BulkProblems, COLLECTIONS, MAX_BULK_CHANGES, userPath, } from '../../core/index.js';
import { listAccount } from '../provision/list-account.js';
import { accessIn } from '../role-change/change-person.js';
import { someAtOnce } from '../sweep/some-at-once.js';
import { addChanges } from './change-list.js';
import { checkChanges } from './check-changes.js';
import { JobError } from './job-error.js';
import { startJob } from './start-job.js';
/** Fields of `users/{uid}` that decide access. */
const ACCESS_FIELDS = ['role', 'roleExpiresAt', 'disabled'];
/**
 * Checks every change against the documents as they are, and starts a job that makes them, each
 * checked again at its moment by the actor's role of that moment.
 *
 * @throws {BulkProblems} with all that stands against it; nothing is written then.
 * @throws {JobError} `too-many-jobs`, `bad-rate`, `no-queue`.
 */
export async function startBulkSetRoles(project, request, options) {
    const { db, engine } = project;
    const changes = 'changes' in request ? request.changes : await resolve(db, request);
    await listAccounts(project, changes);
    const { problems, decided } = await lookAtPeople(db, engine.roles, changes, options);
    if (problems.length > 0)
        throw new BulkProblems(problems);
    const total = decided.length;
    const { now, ...rest } = options;
    const job = { kind: 'bulk-set-roles', ...rest, total };
    const jobId = await startJob(project, job, async (transaction, id) => {
        await refuseTooMany(db, transaction, options.startedBy);
        addChanges(db, transaction, id, decided);
    });
    return { jobId, total };
}
async function resolve(db, { everybodyWith, role, expiresAt }) {
    const { docs } = await db
        .collection(COLLECTIONS.users)
        .where('role', '==', everybodyWith.role)
        .select()
        .limit(MAX_BULK_CHANGES + 1)
        .get();
    const refuse = (message) => new BulkProblems([{ index: null, code: 'invalid', message }]);
    if (docs.length === 0)
        throw refuse('There is nobody with that role.');
    if (docs.length > MAX_BULK_CHANGES) {
        throw refuse(`More than ${MAX_BULK_CHANGES} people have that role; give a list of some of them.`);
    }
    return docs.map(({ id }) => ({ uid: id, role, expiresAt }));
}
/** How many accounts Firebase Auth tells of in one call. */
const ACCOUNTS_PER_CALL = 100;
/** Makes documents for accounts that nobody has listed yet: whoever may do this asks for them. */
async function listAccounts(project, changes) {
    const { auth, db } = project;
    const references = changes.map(({ uid }) => db.doc(userPath(uid)));
    const people = await db.getAll(...references, { fieldMask: [] });
    const missing = people.filter(({ exists }) => !exists).map(({ id }) => id);
    for (let first = 0; first < missing.length; first += ACCOUNTS_PER_CALL) {
        const some = missing.slice(first, first + ACCOUNTS_PER_CALL);
        const { users } = await auth.getUsers(some.map((uid) => ({ uid })));
        await someAtOnce(users, ACCOUNTS_PER_CALL, ({ uid }) => listAccount(project, uid));
    }
}
/** How many jobs of one person may run at the same time. */
const MOST_JOBS = 3;
/** Counted in the commit that adds one: of many calls at once no more get through. @throws {JobError} `too-many-jobs`. */
async function refuseTooMany(db, transaction, startedBy) {
    const running = db
        .collection(COLLECTIONS.jobs)
        .where('startedBy', '==', startedBy)
        .where('status', '==', 'running')
        .select()
        .limit(MOST_JOBS);
    if ((await transaction.get(running)).size < MOST_JOBS)
        return;
    throw new JobError('too-many-jobs', `${MOST_JOBS} of your jobs are running. Wait until one is done, or stop one.`);
}
/** What stands against the changes, and each change with the access that it was decided on. */
async function lookAtPeople(db, roles, changes, { startedBy, now }) {
    const [actor, ...users] = await db.getAll(...[startedBy, ...changes.map(({ uid }) => uid)].map((uid) => db.doc(userPath(uid))), { fieldMask: ACCESS_FIELDS });
    const acting = { uid: startedBy, user: actor?.data() ?? null };
    const found = users.map((user) => user.data() ?? null);
    return {
        problems: checkChanges(roles, acting, changes, found, now),
        decided: changes.map((change, index) => ({
            ...change,
            expected: accessIn(found[index] ?? undefined),
        })),
    };
}
