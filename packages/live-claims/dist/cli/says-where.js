import { AdminError } from './admin-error.js';
import { runningStacks } from './running-stacks.js';
import { targetName } from './session.js';
/**
 * The failure to find something, with where it was looked for: which project, on which emulators, and what else
 * runs on this machine.
 */
export async function saysWhere(failure, target, running = runningStacks) {
    const lines = [failure.next, `Looked in ${placeOf(target)}.`];
    const others = (await running()).filter(({ projectId, hub }) => target.kind === 'project' ? false : projectId !== target.projectId || hub !== target.hub);
    if (others.length > 0) {
        const list = others.map(({ projectId, hub }) => `${projectId} (hub ${hub})`).join(', ');
        lines.push(`On this machine run: ${list}. FIREBASE_EMULATOR_HUB=<hub> chooses one.`);
    }
    return new AdminError(failure.code, failure.message, { next: lines.join('\n'), cause: failure });
}
function placeOf(target) {
    if (target.kind === 'project')
        return targetName(target);
    const { auth, firestore } = target.addresses;
    const hub = target.hub === undefined ? '' : `, hub ${target.hub}`;
    return `${targetName(target)} (Auth ${auth}, Firestore ${firestore}${hub})`;
}
