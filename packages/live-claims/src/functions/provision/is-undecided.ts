import { type RoleTable, readGrant } from '../../core/index.ts';
import type { StoredMarker } from '../sync/ports.ts';

/**
 * Whether there was never a decision about the user's role. A document that is there for a membership or another claim,
 * and a marker that says nothing but those, are none.
 */
export function isUndecided(
  roles: RoleTable,
  data: Readonly<Record<string, unknown>> | null,
  marker: StoredMarker | null,
): boolean {
  if (data === null) return marker === null;
  if (data.role !== undefined) return false;
  if (marker !== null && !saysNothingOfRole(data, marker)) return false;
  const { grant, problem } = readGrant(roles, data);
  return problem === null && !grant.disabled;
}

/** Whether the marker is there for claims beside the role alone: access that was lowered or ended leaves a trace. */
function saysNothingOfRole(
  data: Readonly<Record<string, unknown>>,
  { damaged, status, role, disabled, loweredVersion, sessionsRevokedAt }: StoredMarker,
): boolean {
  const isEmpty = !damaged && status === 'applied' && role === null && !disabled;
  return (
    isEmpty && data.disabled === undefined && loweredVersion === 0 && sessionsRevokedAt === null
  );
}
