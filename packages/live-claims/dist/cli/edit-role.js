import { randomUUID } from 'node:crypto';
import { userPath } from '../core/index.js';
import { isSettled, planSync } from '../functions/sync/plan-sync.js';
import { syncUser } from '../functions/sync/sync-user.js';
import { commitRoleEdit, previewRoleEdit } from './commit-role-edit.js';
import { confirm } from './confirm.js';
import { momentText } from './moment.js';
import { observe } from './observe.js';
import { grantedBy, saysSo } from './plan-role-edit.js';
import { refuseEdit } from './refuse-edit.js';
import { waitForReading, waitForWriting } from './wait.js';
/**
 * Changes a person's role and applies it at once: when this resolves, new tokens carry it and the
 * marker is out. The document comes first, so after a crash the trigger finishes, or a second run.
 *
 * @throws {AdminError} before anything is written: `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`, `interrupted`.
 */
export async function editRole(session, person, order) {
    const { db, engine } = session.project;
    const { uid, account } = person;
    const { edit, reason } = order;
    const seen = await waitForReading(observe(session.project, person), session.signal);
    const plan = await waitForReading(previewRoleEdit(db, engine.roles, seen, { uid, edit }), session.signal);
    const mend = `\`show ${uid}\` has the rest.`;
    refuseEdit(plan, session, uid, mend);
    const edits = plan.outcome === 'edit' || plan.outcome === 'create';
    const heals = !edits && !isSettled(planSync(engine.roles, seen));
    const changes = [
        ...(edits ? editLines(uid, seen, edit) : []),
        ...(heals ? [`the claims and the marker of ${uid}, which are not what users/${uid} says`] : []),
        ...(edit.sessions ? [`every session of ${uid}: they have to sign in again`] : []),
    ];
    if (changes.length > 0)
        await confirm(session, order.yes, changes);
    const changeId = randomUUID();
    if (edits) {
        const profile = {
            email: account?.email ?? null,
            displayName: account?.displayName ?? null,
            photoURL: account?.photoURL ?? null,
        };
        const done = await waitForWriting(commitRoleEdit(db, engine.roles, seen, { uid, edit, profile, changeId, reason }));
        refuseEdit(done, session, uid, mend);
    }
    const sync = await waitForWriting(syncUser(engine, uid));
    return {
        written: edits && !saysSo(seen.source.data ?? {}, edit),
        before: grantedBy(engine.roles, seen.source.data),
        disabled: seen.source.data?.disabled === true,
        sync,
    };
}
function editLines(uid, seen, edit) {
    const { data } = seen.source;
    const from = (field) => (data === null ? '' : `${valueText(data[field])} → `);
    const ends = data?.roleExpiresAt != null || edit.expiresAt !== null;
    return [
        data === null ? `${userPath(uid)}, which is made` : userPath(uid),
        `  role           ${from('role')}${valueText(edit.role)}`,
        ...(ends ? [`  roleExpiresAt  ${from('roleExpiresAt')}${valueText(edit.expiresAt)}`] : []),
        `and with it the claims and the marker of ${uid}: at once, in every browser that is open`,
    ];
}
function valueText(value) {
    if (value == null)
        return 'none';
    const { seconds } = value;
    return typeof seconds === 'number' ? momentText(seconds * 1000) : JSON.stringify(value);
}
