import { ACCESS_SETTINGS_PATH, readAccessSettings, } from '../core/index.js';
import { planSwitches } from '../functions/access-settings/plan-switches.js';
import { turnSwitches } from '../functions/access-settings/turn-switches.js';
import { AdminError } from './admin-error.js';
import { confirm } from './confirm.js';
import { momentText } from './moment.js';
import { waitForReading, waitForWriting } from './wait.js';
/**
 * Turns the switches in `settings/access` as an operator, who may always: the way back in when no
 * owner has one.
 *
 * @throws {AdminError} `cannot-apply` when the lockdown cannot be lifted as long as a minimum stands
 *   there that nobody can read or meet; `not-confirmed`. Nothing has been written then.
 */
export async function turnAccess(session, order) {
    const { project, signal } = session;
    const { request } = order;
    const data = await waitForReading(readSettings(session), signal);
    const before = readAccessSettings(data, session.now());
    const preview = planSwitches(data, request, session.now());
    if (preview.outcome === 'minimum-unclear')
        throw unclear();
    if (preview.outcome === 'write') {
        await confirm(session, order.yes, [
            `${ACCESS_SETTINGS_PATH}, which holds for everyone`,
            ...switchLines(before, preview.after),
            ...order.effects,
        ]);
    }
    const now = session.now();
    const actor = { kind: 'service', uid: null };
    const turned = await waitForWriting(turnSwitches(project.db, { request, actor, now }));
    switch (turned.outcome) {
        case 'minimum-unclear':
        case 'refused':
            throw unclear();
        case 'already-so':
            return { before: turned.after, after: turned.after, written: false };
        case 'write':
            return { before: turned.before, after: turned.after, written: true };
    }
}
/** The fields of `settings/access`; null when there is no such document. */
export async function readSettings({ project: { db } }) {
    return (await db.doc(ACCESS_SETTINGS_PATH).get()).data() ?? null;
}
function unclear() {
    return new AdminError('cannot-apply', `The field minimumAuthTime in ${ACCESS_SETTINGS_PATH} cannot be read or lies in the future, which locks down by itself.`, {
        next: 'Nothing was changed. `sign-in-again` sets it to now, `sign-in-again --undo` to none; then lift the lockdown.',
    });
}
function switchLines(before, after) {
    const onOff = (on) => (on ? 'on' : 'off');
    const line = (name, from, to) => from === to ? [] : [`  ${name.padEnd(17)}${from} → ${to}`];
    return [
        ...line('lockdown', onOff(before.lockdown), onOff(after.lockdown)),
        ...line('minimumAuthTime', minimumText(before.minimumAuthTime), minimumText(after.minimumAuthTime)),
    ];
}
function minimumText(seconds) {
    return seconds === null ? 'none' : momentText(seconds * 1000);
}
/** The switches as `--json` says them. */
export function settingsJson({ lockdown, minimumAuthTime }) {
    return {
        lockdown,
        minimumAuthTime: minimumAuthTime === null ? null : new Date(minimumAuthTime * 1000).toISOString(),
    };
}
