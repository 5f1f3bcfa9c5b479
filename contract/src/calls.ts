import * as v from 'valibot';
import { MARKER_STATUSES } from './documents.ts';
import { MAX_UID_LENGTH } from './limits.ts';
import { problemSchema } from './problems.ts';
import { isRole, type RoleTable } from './roles.ts';

/** Names of the callable functions. */
export const CALLABLES = {
  setUserRole: 'setUserRole',
  bulkSetRoles: 'bulkSetRoles',
  syncMyClaims: 'syncMyClaims',
} as const;

/** A document id that stays inside its collection: no slash, not `.` or `..`, not `__…__`. */
export const uidSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_UID_LENGTH),
  v.regex(/^(?!\.\.?$)(?!__.*__$)[^/]+$/, 'must be an account id'),
);

export interface SetUserRoleRequest {
  readonly uid: string;
  /** The role to give; null takes it away. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; absent or null for never. */
  readonly expiresAt?: number | null | undefined;
}

/** What came of a role change or a sync. */
export const syncResultSchema = v.object({
  /** Version that tokens reach once they carry this state; 0 when no claims were ever set. */
  version: v.number(),
  role: v.nullable(v.string()),
  status: v.picklist(MARKER_STATUSES),
  problem: v.nullable(problemSchema),
});
export type SyncResult = v.InferOutput<typeof syncResultSchema>;

/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of
 *   the table's; its message names the field.
 */
export function parseSetUserRole(table: RoleTable, data: unknown): SetUserRoleRequest {
  return v.parse(v.strictObject({ uid: uidSchema, ...roleFields(table) }), data);
}

/** The fields of a request that say what to give. */
export function roleFields(table: RoleTable) {
  const role = v.custom<string>(
    (value) => isRole(table, value),
    `must be null or one of: ${table.ranking.join(', ')}`,
  );
  return {
    role: v.nullable(role),
    expiresAt: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  };
}

/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export function parseSyncResult(data: unknown): SyncResult {
  return v.parse(syncResultSchema, data);
}
