import { topRole, userPath } from '../core/index.js';
import { AdminError } from './admin-error.js';
/**
 * Refuses an edit that cannot be made.
 *
 * @param mend what to do where the document could not be applied.
 * @throws {AdminError} `last-owner`, `cannot-apply`, `changed-meanwhile`.
 */
export function refuseEdit(plan, { project }, uid, mend) {
    const top = topRole(project.engine.roles);
    switch (plan.outcome) {
        case 'last-owner':
            throw new AdminError('last-owner', `This is the last ${top} without an end.`, {
                next: `Nothing was changed. Make somebody else ${top} first: \`grant <person> ${top}\`.`,
            });
        case 'cannot-apply':
            throw new AdminError('cannot-apply', plan.problem.message, {
                next: `Nothing was changed. ${mend}`,
            });
        case 'moved':
            throw new AdminError('changed-meanwhile', `${userPath(uid)} was changed at this very moment.`, {
                next: `Nothing was changed by this command. Look at it with \`show ${uid}\`, then try again.`,
            });
    }
}
