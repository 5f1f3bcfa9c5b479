import { permissionsOf, type Roles } from '../core/roles.ts';
import type { ClaimsSnapshot } from '../web/types.ts';
import type { Known } from './create-devtools.ts';

/**
 * Whether a permission is held, and why.
 *
 * @example const { isHeld, why }: ExplainedCheck = explainChecks(snapshot, roles, devtools.known())[0];
 */
export interface ExplainedCheck {
  readonly permission: string;
  readonly isHeld: boolean;
  /** In a sentence. */
  readonly why: string;
}

/**
 * For each permission of the table whether `useCan` says yes, and why.
 *
 * @example explainChecks(snapshot, roles, devtools.known())[0]?.why // 'The role viewer does not permit it.'
 */
export function explainChecks(
  snapshot: ClaimsSnapshot,
  table: Roles,
  known: Pick<Known, 'token' | 'marker'>,
): readonly ExplainedCheck[] {
  const all = [...new Set(Object.values(table.permissions).flat())].sort();
  return all.map((permission) => {
    const isHeld = snapshot.permissions.includes(permission);
    return { permission, isHeld, why: why(permission, isHeld, snapshot, table, known) };
  });
}

function why(
  permission: string,
  isHeld: boolean,
  { status, role, lockedDown, reason }: ClaimsSnapshot,
  table: Roles,
  { token, marker }: Pick<Known, 'token' | 'marker'>,
): string {
  const permits = (of: string | null | undefined) =>
    permissionsOf(table, of ?? null).includes(permission);
  if (isHeld) return `The role ${role} permits it.`;
  if (status === 'signed-out') return 'Nobody is signed in.';
  if (status === 'revoked') return `The session has ended: ${reason}.`;
  if (!token) return 'The token is not read yet.';
  if (lockedDown) return 'The app is locked down to the top role.';
  const { role: claimed, version } = token.access;
  if (claimed === null) return 'The token has no role.';
  if (!(claimed in table.permissions)) return `The token’s role “${claimed}” is not in the table.`;
  if (version === 0)
    return 'The token’s role has no version: other code has set it, so it does not count.';
  if (!permits(claimed)) {
    return permits(marker?.role)
      ? `The token’s role ${claimed} does not permit it; the marker’s role ${marker?.role} does, with the next token.`
      : `The role ${claimed} does not permit it.`;
  }
  if (role === null && marker?.role === claimed) return `The role ${claimed} has ended.`;
  if (!marker) return 'There is no marker that can be read.';
  const said =
    marker.role === null ? 'marker has no role' : `marker’s role ${marker.role} does not`;
  return `The token’s role ${claimed} permits it, but the ${said}: what either refuses is not offered.`;
}
