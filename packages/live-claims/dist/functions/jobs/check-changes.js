import { refuseRoleChange, } from '../../core/index.js';
import { principalOf, roleOfTarget } from '../role-change/role-that-counts.js';
import { REFUSAL_SENTENCES } from './refusal-sentences.js';
/**
 * Everything that stands against the changes as far as can be seen before the first is made: by the
 * same rules that each change is checked by again at its moment, but for the last owner, which
 * depends on what the others become.
 *
 * @param users the documents of the people in `changes`, in their order.
 * @param now in milliseconds since the Unix epoch.
 */
export function checkChanges(roles, actor, changes, users, now) {
    const acting = principalOf(roles, actor.uid, actor.user ?? undefined, now);
    return changes.flatMap(({ uid, role, expiresAt }, index) => {
        const user = users[index] ?? null;
        const target = { uid, role: roleOfTarget(user ?? undefined) };
        const end = expiresAt == null ? null : Math.floor(expiresAt / 1000);
        const refusal = refuseRoleChange(roles, { actor: acting, target, role, expiresAt: end });
        const code = refusal ?? (user === null ? 'no-such-person' : null);
        if (code !== null)
            return [{ index, code, message: REFUSAL_SENTENCES[code] }];
        if (expiresAt == null || expiresAt > now)
            return [];
        return [{ index, code: 'in-the-past', message: 'expiresAt must be in the future.' }];
    });
}
