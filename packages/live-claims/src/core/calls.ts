import * as v from 'valibot';
import { foldAddress } from './addresses.ts';
import { LAST_MILLISECOND, MAX_REASON_LENGTH } from './limits.ts';
import { MARKER_STATUSES } from './marker.ts';
import { isProblem, type Problem } from './problems.ts';
import { isRole, type RoleTable } from './roles.ts';
import { isCleanText } from './texts.ts';
import { isUid } from './uids.ts';

/** Names of the callable functions. */
export const CALLABLES = {
  setUserRole: 'setUserRole',
  setUserDisabled: 'setUserDisabled',
  endSessions: 'endSessions',
  deleteUser: 'deleteUser',
  bulkSetRoles: 'bulkSetRoles',
  createInvite: 'createInvite',
  withdrawInvite: 'withdrawInvite',
  acceptInvite: 'acceptInvite',
  setAccessSettings: 'setAccessSettings',
  syncMyClaims: 'syncMyClaims',
  findAccount: 'findAccount',
  stopJob: 'stopJob',
} as const;

/** An id that an account can have. */
export const uidSchema = v.custom<string>(isUid, 'must be an account id');

/** A text that may be stored and shown: see `isCleanText`. */
const clean = v.check(isCleanText, 'must be well-formed, without control characters');

/** What a caller saw in `users/{uid}` when they decided: a change is made only where that stands there still. */
export interface ExpectedAccess {
  /** The text in `role`, whether or not it names a role; null for none, or for what is no text. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never, or for what is no time. */
  readonly expiresAt: number | null;
  /** Whether `disabled` is there and not false. */
  readonly disabled: boolean;
}

export interface SetUserRoleRequest {
  readonly uid: string;
  /** The role to give; null takes it away. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; absent or null for never. */
  readonly expiresAt?: number | null | undefined;
  /** Whether to sign the person out everywhere as well. */
  readonly endSessions?: boolean | undefined;
  /** What the caller saw; another state is not written over. Absent: whatever stands there. */
  readonly expected?: ExpectedAccess | undefined;
  /** Why, for the audit log. */
  readonly reason?: string | null | undefined;
}

/** Disables an account, or enables it again. */
export interface SetUserDisabledRequest {
  readonly uid: string;
  readonly disabled: boolean;
  readonly endSessions?: boolean | undefined;
  /** As in `SetUserRoleRequest`. */
  readonly expected?: ExpectedAccess | undefined;
  readonly reason?: string | null | undefined;
}

/** Signs somebody out everywhere; without `uid` oneself. */
export interface EndSessionsRequest {
  readonly uid?: string | undefined;
  readonly reason?: string | null | undefined;
}

/** Deletes an account with everything that is kept about its access. */
export interface DeleteUserRequest {
  readonly uid: string;
  readonly reason?: string | null | undefined;
}

/** Lets whoever proves to own an address have a role. */
export interface CreateInviteRequest {
  readonly email: string;
  readonly role: string;
  /** Until when it can be taken, in milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface WithdrawInviteRequest {
  readonly inviteId: string;
}

/** Looks for an account by its exact address or id, also one that has no document. */
export type FindAccountRequest = { readonly email: string } | { readonly uid: string };

/** An account as Firebase Auth has it. */
export const foundAccountSchema = v.object({
  uid: v.string(),
  email: v.nullable(v.string()),
  /** Whether the address is known to be the person's own. */
  emailVerified: v.boolean(),
  displayName: v.nullable(v.string()),
  /** Disabled in Firebase Auth, by whatever means. */
  disabled: v.boolean(),
  /** Whether there is a `users/{uid}`, so that the account is listed. */
  hasDocument: v.boolean(),
});
export type FoundAccount = v.InferOutput<typeof foundAccountSchema>;

export interface StopJobRequest {
  readonly jobId: string;
}

/** Turns switches that hold for everyone; an absent one stays as it is. */
export interface SetAccessSettingsRequest {
  readonly lockdown?: boolean | undefined;
  /** `now`: every sign-in before this moment is out; null: none is. */
  readonly minimumAuthTime?: 'now' | null | undefined;
  readonly reason?: string | null | undefined;
}

/** What came of a role change or a sync. */
export const syncResultSchema = v.object({
  /** Version that tokens reach once they carry this state; 0 when no claims were ever set. */
  version: v.number(),
  role: v.nullable(v.string()),
  status: v.picklist(MARKER_STATUSES),
  problem: v.nullable(v.custom<Problem>(isProblem, 'must be a problem')),
});
export type SyncResult = v.InferOutput<typeof syncResultSchema>;

/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of
 *   the table's; its message names the field.
 */
export function parseSetUserRole(table: RoleTable, data: unknown): SetUserRoleRequest {
  return v.parse(
    v.strictObject({ uid: uidSchema, ...roleFields(table), endSessions, expected, reason }),
    data,
  );
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseSetUserDisabled(data: unknown): SetUserDisabledRequest {
  return v.parse(
    v.strictObject({ uid: uidSchema, disabled: v.boolean(), endSessions, expected, reason }),
    data,
  );
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseEndSessions(data: unknown): EndSessionsRequest {
  return v.parse(v.strictObject({ uid: v.optional(uidSchema), reason }), data ?? {});
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseDeleteUser(data: unknown): DeleteUserRequest {
  return v.parse(v.strictObject({ uid: uidSchema, reason }), data);
}

const email = v.pipe(
  v.string(),
  v.trim(),
  clean,
  v.transform(foldAddress),
  v.email(),
  v.maxLength(320),
);

/** The address comes back in lower case. @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseCreateInvite(table: RoleTable, data: unknown): CreateInviteRequest {
  const role = v.custom<string>(
    (value) => isRole(table, value),
    `must be one of: ${table.ranking.join(', ')}`,
  );
  return v.parse(v.strictObject({ email, role, expiresAt: moment }), data);
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseWithdrawInvite(data: unknown): WithdrawInviteRequest {
  return v.parse(v.strictObject({ inviteId: uidSchema }), data);
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseStopJob(data: unknown): StopJobRequest {
  return v.parse(v.strictObject({ jobId: uidSchema }), data);
}

/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseFindAccount(data: unknown): FindAccountRequest {
  return v.parse(v.union([v.strictObject({ email }), v.strictObject({ uid: uidSchema })]), data);
}

/** The account in a callable's answer; null for none. @throws {v.ValiError} when it cannot be read. */
export function parseFoundAccount(data: unknown): FoundAccount | null {
  return v.parse(v.nullable(foundAccountSchema), data);
}

/** @throws {v.ValiError} as `parseSetUserRole` does, and when no switch is named. */
export function parseSetAccessSettings(data: unknown): SetAccessSettingsRequest {
  const switches = v.strictObject({
    lockdown: v.optional(v.boolean()),
    minimumAuthTime: v.optional(v.nullable(v.literal('now'))),
    reason,
  });
  const turnsSomething = v.check<v.InferOutput<typeof switches>, string>(
    ({ lockdown, minimumAuthTime }) => lockdown !== undefined || minimumAuthTime !== undefined,
    'must name lockdown or minimumAuthTime',
  );
  return v.parse(v.pipe(switches, turnsSomething), data);
}

const endSessions = v.optional(v.boolean());
const reason = v.nullish(v.pipe(v.string(), v.trim(), v.maxLength(MAX_REASON_LENGTH), clean));
/** Milliseconds since the Unix epoch that a Firestore timestamp can hold. */
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_MILLISECOND));

/** What stood in a document, in a request or in the list of a job. */
export const expectedSchema = v.strictObject({
  role: v.nullable(v.string()),
  expiresAt: v.nullable(v.number()),
  disabled: v.boolean(),
});
const expected = v.optional(expectedSchema);

/** The fields of a request that say what to give. */
export function roleFields(table: RoleTable) {
  const role = v.custom<string>(
    (value) => isRole(table, value),
    `must be null or one of: ${table.ranking.join(', ')}`,
  );
  return {
    role: v.nullable(role),
    expiresAt: v.nullish(moment),
  };
}

/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export function parseSyncResult(data: unknown): SyncResult {
  return v.parse(syncResultSchema, data);
}
