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

/** What a caller saw in `users/{uid}` before the change; the change is refused when the document differs by then. */
export interface ExpectedAccess {
  /** The text in `role`, whether or not it names a role; null for none, or for a value that is no text. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never, or for a value that is no time. */
  readonly expiresAt: number | null;
  /** Whether `disabled` is present and not false. */
  readonly disabled: boolean;
}

export interface SetUserRoleRequest {
  readonly uid: string;
  /** The role to give; null removes it. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; absent or null for never. */
  readonly expiresAt?: number | null | undefined;
  /** Whether to sign the person out everywhere as well. @default false */
  readonly endSessions?: boolean | undefined;
  /** What the caller saw; another state is not overwritten. Absent: any state is. */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the audit log. @default null */
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

/** Signs an account out everywhere; without `uid` the caller's own. */
export interface EndSessionsRequest {
  readonly uid?: string | undefined;
  readonly reason?: string | null | undefined;
}

/** Deletes an account with its documents of access. */
export interface DeleteUserRequest {
  readonly uid: string;
  readonly reason?: string | null | undefined;
}

/** Gives a role to the account that verifies an e-mail address. */
export interface CreateInviteRequest {
  readonly email: string;
  readonly role: string;
  /** When the invite expires, in milliseconds since the Unix epoch. */
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
  /** Whether the address is verified. */
  emailVerified: v.boolean(),
  displayName: v.nullable(v.string()),
  /** Disabled in Firebase Auth. */
  disabled: v.boolean(),
  /** Whether there is a `users/{uid}`, so that the account is listed. */
  hasDocument: v.boolean(),
});
export type FoundAccount = v.InferOutput<typeof foundAccountSchema>;

export interface StopJobRequest {
  readonly jobId: string;
}

/** Updates the access settings, which hold for all users; an absent field stays as it is. */
export interface SetAccessSettingsRequest {
  readonly lockdown?: boolean | undefined;
  /** `now`: sessions from before this moment are refused; null: none are. */
  readonly minimumAuthTime?: 'now' | null | undefined;
  readonly reason?: string | null | undefined;
}

/** The outcome of a role change or a sync. */
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

/** @throws {v.ValiError} as `parseSetUserRole` does, and when no setting is named. */
export function parseSetAccessSettings(data: unknown): SetAccessSettingsRequest {
  const settings = v.strictObject({
    lockdown: v.optional(v.boolean()),
    minimumAuthTime: v.optional(v.nullable(v.literal('now'))),
    reason,
  });
  const changesSomething = v.check<v.InferOutput<typeof settings>, string>(
    ({ lockdown, minimumAuthTime }) => lockdown !== undefined || minimumAuthTime !== undefined,
    'must name lockdown or minimumAuthTime',
  );
  return v.parse(v.pipe(settings, changesSomething), data);
}

const endSessions = v.optional(v.boolean());
const reason = v.nullish(v.pipe(v.string(), v.trim(), v.maxLength(MAX_REASON_LENGTH), clean));
/** Milliseconds since the Unix epoch that a Firestore timestamp can hold. */
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LAST_MILLISECOND));

/** The expected state of a document, in a request or in the list of a job. */
export const expectedSchema = v.strictObject({
  role: v.nullable(v.string()),
  expiresAt: v.nullable(v.number()),
  disabled: v.boolean(),
});
const expected = v.optional(expectedSchema);

/** The fields of a request for a role and its end. */
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
