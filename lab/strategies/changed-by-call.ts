import type { RoleOrder } from '../backend/lab-admin.ts';
import { afterChange } from './after-change.ts';
import { callAsAdmin } from './call-as-admin.ts';
import type { Contender } from './strategy.ts';

/** A role that is changed by a call of the admin's. */
export interface ChangedByCall extends Pick<Contender, 'change'> {
  /** Resolves when the call that comes next was answered. */
  changed(): Promise<void>;
}

/** @param how what the call does to the account. */
export function changedByCall(how: RoleOrder['how'], uid: string): ChangedByCall {
  const change = afterChange();
  return {
    async change(role) {
      const sent = await callAsAdmin({ how, uid, role });
      change.acknowledged();
      return sent;
    },
    changed: () => change.wait(),
  };
}
