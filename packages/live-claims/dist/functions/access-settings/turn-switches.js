import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import { ACCESS_SETTINGS_PATH, COLLECTIONS, readAccessSettings, } from '../../core/index.js';
import { planSwitches } from './plan-switches.js';
/**
 * Turns the switches in `settings/access` and says so in the audit log, in one transaction that also
 * asks whether the actor may. Asked for what is so already, it writes nothing.
 */
export function turnSwitches(db, { request, actor, now, refuse }) {
    const settings = db.doc(ACCESS_SETTINGS_PATH);
    return db.runTransaction(async (transaction) => {
        const data = (await transaction.get(settings)).data() ?? null;
        const details = (await refuse?.(transaction, readAccessSettings(data, now))) ?? null;
        if (details !== null)
            return { outcome: 'refused', details };
        const plan = planSwitches(data, request, now);
        if (plan.outcome !== 'write')
            return plan;
        transaction.set(settings, stored(plan.fields), { merge: true });
        transaction.create(db.collection(COLLECTIONS.auditLog).doc(), {
            at: FieldValue.serverTimestamp(),
            type: 'access-settings-change',
            uid: null,
            before: plan.before,
            after: plan.after,
            actor,
            reason: request.reason || null,
            outcome: 'applied',
            version: 0,
        });
        return plan;
    });
}
function stored({ lockdown, minimumAuthTime }) {
    if (minimumAuthTime === undefined)
        return { lockdown };
    const minimum = minimumAuthTime === null ? null : new Timestamp(minimumAuthTime, 0);
    return { lockdown, minimumAuthTime: minimum };
}
