import {
  holdsTopRoleForGood,
  NO_GRANT,
  type Problem,
  type RoleTable,
  readGrant,
} from '../core/index.ts';
import type { Source } from '../functions/sync/ports.ts';

export type DisablingPlan =
  | { readonly outcome: 'already-so' }
  | { readonly outcome: 'write' }
  /** Nobody would hold the top role for good any more. */
  | { readonly outcome: 'last-owner' }
  /** What stands there could not be applied once the account is enabled. */
  | { readonly outcome: 'cannot-apply'; readonly problem: Problem };

export interface Disabling {
  readonly disabled: boolean;
  /** Whether every session ends with it. */
  readonly sessions: boolean;
}

/**
 * Decides whether an operator may disable or enable somebody, and what it takes.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export function planDisabling(
  roles: RoleTable,
  data: Source['data'],
  { disabled, sessions }: Disabling,
  hasOtherOwner: boolean,
): DisablingPlan {
  const stored = data?.disabled ?? false;
  if (stored === disabled && !sessions) return { outcome: 'already-so' };
  const after = readGrant(roles, { ...data, disabled });
  if (after.problem !== null) return { outcome: 'cannot-apply', problem: after.problem };
  const before = data === null ? NO_GRANT : readGrant(roles, data).grant;
  const stepsDown = disabled && holdsTopRoleForGood(roles, before);
  return { outcome: stepsDown && !hasOtherOwner ? 'last-owner' : 'write' };
}
