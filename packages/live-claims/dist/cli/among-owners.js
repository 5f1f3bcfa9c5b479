import { hasOtherTopRole } from '../functions/role-change/top-role-holders.js';
/**
 * Makes a plan that may depend on whether somebody else than `uid` holds the top role for good. Looks
 * for them only where it matters.
 */
export async function planAmongOwners(roles, uid, holders, plan) {
    const alone = plan(false);
    return alone.outcome === 'last-owner' && (await hasOtherTopRole(roles, await holders(), uid))
        ? plan(true)
        : alone;
}
