import { isSettled } from './plan-sync.js';
import { planFor, syncUser } from './sync-user.js';
/**
 * Looks after one edit, as often as its event is delivered.
 *
 * @returns what the sync came to; null when the edit's own writer has applied it.
 * @throws what `syncUser` throws; the event has to be delivered again then.
 */
export async function followEdit(engine, edit, sleep) {
    if (isOwnWrite(edit) && (await settledByItsWriter(engine, edit, sleep)))
        return null;
    const by = { revision: edit.after, actor: actorOf(edit.authType) };
    return syncUser(engine, edit.uid, { followed: edit, by });
}
/** A revision that one of our own functions wrote carries a `changeId` that the one before had not. */
function isOwnWrite({ before, after }) {
    const changeId = after.data?.changeId;
    return typeof changeId === 'string' && changeId !== before?.changeId;
}
/**
 * Our own functions apply claims themselves, right after their write. The trigger lets them finish
 * and looks after 0.1, 0.3, 0.7 and 1.5 s whether they did; if not, they died, and it takes over.
 */
async function settledByItsWriter(engine, edit, sleep) {
    for (const pause of [100, 200, 400, 800]) {
        await sleep(pause);
        if (isSettled(await planFor(engine, edit.uid, edit)))
            return true;
    }
    return false;
}
/** Edits in the Firebase console come as `unknown`; the Admin SDK's as a service account. */
function actorOf(authType) {
    const service = authType === 'service_account' || authType === 'system';
    return { kind: service ? 'service' : 'unknown', uid: null };
}
