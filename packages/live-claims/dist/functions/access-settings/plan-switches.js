import { isTimestamp, readAccessSettings, timestampAt, } from '../../core/index.js';
/**
 * Decides what a request makes of the switches that stand in `settings/access`. A lockdown that
 * cannot be read counts as one, and is written down as one by whatever is turned.
 *
 * @param data the document's fields; null when there is none.
 * @param now in milliseconds since the Unix epoch.
 */
export function planSwitches(data, request, now) {
    const stored = data?.lockdown ?? false;
    const lockdown = request.lockdown ?? (typeof stored === 'boolean' ? stored : true);
    const minimum = minimumOf(request, now);
    const fields = { lockdown, ...(minimum !== undefined && { minimumAuthTime: minimum }) };
    const after = readAccessSettings({ ...data, ...asStored(fields) }, now);
    if (after.lockdown !== lockdown)
        return { outcome: 'minimum-unclear' };
    if (isWritten(data, fields))
        return { outcome: 'already-so', after };
    return { outcome: 'write', fields, before: readAccessSettings(data, now), after };
}
/** The whole second that sign-ins are counted in, so that nobody's next one is before it. */
function minimumOf({ minimumAuthTime }, now) {
    return minimumAuthTime === 'now' ? Math.floor(now / 1000) : minimumAuthTime;
}
/** Whether exactly this stands there. An absent switch is one that is off. */
function isWritten(data, { lockdown, minimumAuthTime }) {
    const { lockdown: storedLockdown = false, minimumAuthTime: stored = null } = data ?? {};
    const storedMinimum = isTimestamp(stored) && stored.nanoseconds === 0 ? stored.seconds : stored;
    return (storedLockdown === lockdown &&
        (minimumAuthTime === undefined || storedMinimum === minimumAuthTime));
}
function asStored({ minimumAuthTime, ...fields }) {
    if (minimumAuthTime == null)
        return { ...fields, ...(minimumAuthTime === null && NO_MINIMUM) };
    return { ...fields, minimumAuthTime: timestampAt(minimumAuthTime) };
}
const NO_MINIMUM = { minimumAuthTime: null };
