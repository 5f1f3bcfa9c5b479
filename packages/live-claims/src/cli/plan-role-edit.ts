import {
  type Grant,
  holdsTopRoleForGood,
  isTimestamp,
  NO_GRANT,
  type Problem,
  type RoleTable,
  readGrant,
  type TimestampLike,
} from '../core/index.ts';
import { planSync } from '../functions/sync/plan-sync.ts';
import type { Observation } from '../functions/sync/ports.ts';

export interface RoleEdit {
  /** null takes the role away. */
  readonly role: string | null;
  readonly expiresAt: TimestampLike | null;
  /** Whether every session ends with it. */
  readonly sessions: boolean;
}

export type RoleEditPlan =
  /** The document says so already, or there is none and nothing to take away. */
  | { readonly outcome: 'already-so' }
  | { readonly outcome: 'edit' | 'create' }
  /** Nobody would hold the top role for good any more. */
  | { readonly outcome: 'last-owner' }
  /** Claims could not be made of what would stand there then. */
  | { readonly outcome: 'cannot-apply'; readonly problem: Problem };

/**
 * Decides whether an operator may make the edit, and what it takes. An operator outranks everybody,
 * so only two things stand in the way: an edit that the sync would have to reject, and one after
 * which nobody is in charge.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export function planRoleEdit(
  roles: RoleTable,
  seen: Observation,
  edit: RoleEdit,
  hasOtherOwner: boolean,
): RoleEditPlan {
  const { data, version } = seen.source;
  if (!edit.sessions && saysSo(data ?? {}, edit)) return { outcome: 'already-so' };

  const after = { ...data, role: edit.role, roleExpiresAt: edit.expiresAt };
  const given = readGrant(roles, after);
  // Whatever else stands there, a role can be taken away.
  const takes = edit.role === null;
  if (!takes && given.problem !== null) return { outcome: 'cannot-apply', problem: given.problem };
  const problem = takes ? null : problemOfClaims(roles, seen, after, version);
  if (problem !== null) return { outcome: 'cannot-apply', problem };

  const before = grantedBy(roles, data);
  if (
    holdsTopRoleForGood(roles, before) &&
    !holdsTopRoleForGood(roles, given.grant) &&
    !hasOtherOwner
  ) {
    return { outcome: 'last-owner' };
  }
  return { outcome: data === null ? 'create' : 'edit' };
}

/** What a document grants; null for an unreadable one. */
export function grantedBy(roles: RoleTable, data: Observation['source']['data']): Grant | null {
  return data === null ? NO_GRANT : readGrant(roles, data).grant;
}

/** Whether a document with these fields says so already. */
export function saysSo(data: Readonly<Record<string, unknown>>, edit: RoleEdit): boolean {
  const { role = null, roleExpiresAt = null } = data;
  return role === edit.role && isSameEnd(roleExpiresAt, edit.expiresAt);
}

function isSameEnd(stored: unknown, end: TimestampLike | null): boolean {
  if (stored === null || end === null) return stored === end;
  return (
    isTimestamp(stored) && stored.seconds === end.seconds && stored.nanoseconds === end.nanoseconds
  );
}

/** What the sync would say about the account's claims with this document. */
function problemOfClaims(
  roles: RoleTable,
  seen: Observation,
  data: Readonly<Record<string, unknown>>,
  version: number,
): Problem | null {
  const { marker } = planSync(roles, {
    source: { data, version: version + 1 },
    account: seen.account,
    now: seen.now,
    // Without one it says every problem, also one that the marker has said before.
    marker: null,
  });
  return marker?.status === 'rejected' ? marker.problem : null;
}
