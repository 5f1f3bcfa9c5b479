import { syncUser } from '../sync/sync-user.js';
/**
 * Changes a person's access and applies it at once, rather than wait for the trigger: when this
 * resolves, new tokens carry it and the marker is out.
 */
export async function applyChange(engine, commit, change) {
    const result = await commit(engine.roles, change);
    if (!isCommitted(result))
        return result;
    const sync = await syncUser(engine, change.uid);
    return { ...result, sync };
}
function isCommitted(result) {
    return result.outcome === 'written' || result.outcome === 'already-so';
}
