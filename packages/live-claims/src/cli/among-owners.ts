import type { QuerySnapshot } from 'firebase-admin/firestore';
import type { RoleTable } from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { hasOtherTopRole } from '../functions/role-change/top-role-holders.ts';

/**
 * Makes a plan that may depend on whether somebody else than `uid` holds the top role for good. Looks
 * for them only where it matters.
 */
export async function planAmongOwners<Plan extends { readonly outcome: string }>(
  store: Store,
  roles: RoleTable,
  uid: string,
  holders: () => Promise<QuerySnapshot>,
  plan: (hasOtherOwner: boolean) => Plan,
): Promise<Plan> {
  const alone = plan(false);
  return alone.outcome === 'last-owner' &&
    (await hasOtherTopRole(store, roles, await holders(), uid))
    ? plan(true)
    : alone;
}
