import { topRole } from '../../core/index.js';
import { checkAccess } from '../guards/check-access.js';
import { roleOfActor } from '../role-change/role-that-counts.js';
/**
 * How old a token may be that turns the switches, in seconds: who holds a stolen one has no more
 * than that. The same figure as `tokenIsYoung()` in the security rules.
 */
export const MAX_SWITCHING_TOKEN_AGE = 300;
/**
 * Decides whether somebody may turn the switches; null when they may. Only the top role may, by
 * `users/{uid}` at this moment, and the switches hold for it too: a sign-in from before the minimum
 * does not undo it.
 *
 * @param facts what the documents say in the transaction that turns them.
 * @param now in milliseconds since the Unix epoch.
 */
export function refuseSwitching(roles, caller, facts, now) {
    const isTop = roleOfActor(roles, facts.user ?? undefined, now) === topRole(roles);
    const requirement = {
        permission: null,
        check: 'document',
        // Nobody else is sent to refresh a token that would not help them.
        maxTokenAge: isTop ? MAX_SWITCHING_TOKEN_AGE : undefined,
    };
    const refusal = checkAccess(roles, requirement, caller, facts, now);
    return refusal ?? (isTop ? null : { reason: 'not-allowed' });
}
