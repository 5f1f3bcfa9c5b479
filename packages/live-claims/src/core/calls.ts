import * as v from 'valibot';
import { email, moment, reason, roleOf } from './call-fields.ts';
import { MARKER_STATUSES } from './marker.ts';
import { isProblem, type Problem } from './problems.ts';
import { isRole, type RoleTable } from './roles.ts';
import type { Milliseconds } from './time.ts';
import { milliseconds } from './timestamp-schema.ts';
import { isUid } from './uids.ts';

/**
 * Names of the callable functions.
 *
 * @example const setUserRole = httpsCallable(functions, CALLABLES.setUserRole);
 */
export const CALLABLES = {
  setUserRole: 'setUserRole',
  setUserDisabled: 'setUserDisabled',
  endSessions: 'endSessions',
  deleteUser: 'deleteUser',
  bulkSetRoles: 'bulkSetRoles',
  bulkEdit: 'bulkEdit',
  createInvite: 'createInvite',
  createInvites: 'createInvites',
  resendInvite: 'resendInvite',
  withdrawInvite: 'withdrawInvite',
  acceptInvite: 'acceptInvite',
  setAccessSettings: 'setAccessSettings',
  syncMyClaims: 'syncMyClaims',
  findAccount: 'findAccount',
  stopJob: 'stopJob',
  undoChange: 'undoChange',
} as const;

/**
 * An id that an account can have.
 *
 * @example v.is(uidSchema, 'a/b') // false
 */
export const uidSchema = v.custom<string>(isUid, 'must be an account id');

/**
 * What a caller saw in `users/{uid}` before the change; the change is refused when the document differs by then.
 *
 * @example const expected: ExpectedAccess = { role: 'viewer', expiresAt: null, disabled: false };
 */
export interface ExpectedAccess {
  /** The text in `role`, whether or not it names a role; null for none, or for a value that is no text. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never, or for a value that is no time. */
  readonly expiresAt: Milliseconds | null;
  /** Whether `disabled` is present and not false. */
  readonly disabled: boolean;
}

/**
 * Gives a role, or removes it.
 *
 * @example await setUserRole({ uid: 'ada', role: 'editor' } satisfies SetUserRoleRequest);
 */
export interface SetUserRoleRequest {
  readonly uid: string;
  /** The role to give; null removes it. */
  readonly role: string | null;
  /** When the grant ends, in milliseconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Milliseconds | null | undefined;
  /** Whether to sign the person out everywhere as well. @default false */
  readonly endSessions?: boolean | undefined;
  /** What the caller saw; another state is not overwritten. @default any state is overwritten */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Disables an account, or enables it again.
 *
 * @example await setUserDisabled({ uid: 'ada', disabled: true } satisfies SetUserDisabledRequest);
 */
export interface SetUserDisabledRequest {
  readonly uid: string;
  readonly disabled: boolean;
  /** Whether to sign the person out everywhere as well. @default false */
  readonly endSessions?: boolean | undefined;
  /** What the caller saw; another state is not overwritten. @default any state is overwritten */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Signs an account out everywhere; without `uid` the caller's own.
 *
 * @example await endSessions({ uid: 'ada', reason: 'Lost phone' } satisfies EndSessionsRequest);
 */
export interface EndSessionsRequest {
  /** The account to sign out. @default the caller's own */
  readonly uid?: string | undefined;
  /** What the caller saw; the sessions of a user in another state go on. @default any state */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Deletes an account with its documents of access.
 *
 * @example await deleteUser({ uid: 'ada' } satisfies DeleteUserRequest);
 */
export interface DeleteUserRequest {
  readonly uid: string;
  /**
   * What the caller saw; a user in another state is not deleted. Not with the repetition of a call that died half way: the
   * role has ended by then. @default any state
   */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Gives a role to the account that verifies an e-mail address.
 *
 * @example
 * const request: CreateInviteRequest = { email: 'new@example.com', role: 'editor', expiresAt: Date.now() + 86_400_000 };
 */
export interface CreateInviteRequest {
  readonly email: string;
  readonly role: string;
  /** When the invite expires, in milliseconds since the Unix epoch. */
  readonly expiresAt: Milliseconds;
  /** When the role ends that it gives, in milliseconds since the Unix epoch; null for never. @default null */
  readonly roleExpiresAt?: Milliseconds | null | undefined;
}

/**
 * Withdraws an open invite.
 *
 * @example await withdrawInvite({ inviteId: invite.id } satisfies WithdrawInviteRequest);
 */
export interface WithdrawInviteRequest {
  readonly inviteId: string;
}

/**
 * Looks for an account by its exact address or id, also one that has no document.
 *
 * @example await findAccount({ email: 'ada@example.com' } satisfies FindAccountRequest);
 */
export type FindAccountRequest = { readonly email: string } | { readonly uid: string };

/**
 * An account as Firebase Auth has it.
 *
 * @example v.safeParse(foundAccountSchema, answer.data).success
 */
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
  /** The access that its claims carry, which its next token has; null of functions that do not say. */
  claims: v.nullish(
    v.object({
      role: v.nullable(v.string()),
      /** When the role ends, in milliseconds since the Unix epoch; null for never. */
      expiresAt: v.nullable(v.number()),
      /** 0 for claims without one. */
      version: v.number(),
    }),
    null,
  ),
  /** In what account, marker and document disagree: a sentence each, most telling first; empty when nothing is wrong. */
  problems: v.optional(v.array(v.string()), []),
});
/**
 * The answer of `findAccount`.
 *
 * @example const label = ({ displayName, email, uid }: FoundAccount) => displayName ?? email ?? uid;
 */
export type FoundAccount = v.InferOutput<typeof foundAccountSchema>;

/**
 * Stops a running job.
 *
 * @example await stopJob({ jobId: job.id } satisfies StopJobRequest);
 */
export interface StopJobRequest {
  readonly jobId: string;
}

/**
 * Updates the access settings, which hold for all users; an absent field stays as it is.
 *
 * @example
 * await setAccessSettings({ lockdown: true, reason: 'Incident' } satisfies SetAccessSettingsRequest);
 */
export interface SetAccessSettingsRequest {
  /** Whether only the top role has access. @default unchanged */
  readonly lockdown?: boolean | undefined;
  /** `now`: sessions from before this moment are refused; null: none are. @default unchanged */
  readonly minimumAuthTime?: 'now' | null | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * The outcome of a role change or a sync.
 *
 * @example v.safeParse(syncResultSchema, answer.data).success
 */
export const syncResultSchema = v.object({
  /** Version that tokens reach once they carry this state; 0 when no claims were ever set. */
  version: v.number(),
  role: v.nullable(v.string()),
  status: v.picklist(MARKER_STATUSES),
  problem: v.nullable(v.custom<Problem>(isProblem, 'must be a problem')),
});
/**
 * The answer of `setUserRole`, `syncMyClaims` and others.
 *
 * @example const isApplied = ({ status }: SyncResult) => status === 'applied';
 */
export type SyncResult = v.InferOutput<typeof syncResultSchema>;

/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of
 *   the table's; its message names the field.
 * @example
 * parseSetUserRole(roles, { uid: 'ada', role: 'editor' }) // { uid: 'ada', role: 'editor' }
 */
export function parseSetUserRole(table: RoleTable, data: unknown): SetUserRoleRequest {
  return v.parse(
    v.strictObject({ uid: uidSchema, ...roleFields(table), endSessions, expected, reason }),
    data,
  );
}

/**
 * A reason as the audit log takes it: trimmed, at most 500 characters, without control characters; null for none.
 *
 * @throws {v.ValiError} when it is longer, has such characters, or is no text.
 * @example parseReason('  Holiday ') // 'Holiday'
 */
export function parseReason(value: unknown): string | null {
  return v.parse(reason, value) ?? null;
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseSetUserDisabled({ uid: 'ada', disabled: true })
 */
export function parseSetUserDisabled(data: unknown): SetUserDisabledRequest {
  return v.parse(
    v.strictObject({ uid: uidSchema, disabled: v.boolean(), endSessions, expected, reason }),
    data,
  );
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseEndSessions(null) // {}: the caller's own sessions
 */
export function parseEndSessions(data: unknown): EndSessionsRequest {
  return v.parse(v.strictObject({ uid: v.optional(uidSchema), expected, reason }), data ?? {});
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseDeleteUser({ uid: 'ada' })
 */
export function parseDeleteUser(data: unknown): DeleteUserRequest {
  return v.parse(v.strictObject({ uid: uidSchema, expected, reason }), data);
}

/**
 * The address comes back in lower case.
 *
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example
 * parseCreateInvite(roles, { email: 'Ada@Example.com', role: 'editor', expiresAt: 1_800_000_000_000 })
 */
export function parseCreateInvite(table: RoleTable, data: unknown): CreateInviteRequest {
  const times = { expiresAt: moment, roleExpiresAt: v.nullish(moment) };
  return v.parse(v.strictObject({ email, role: roleOf(table), ...times }), data);
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseWithdrawInvite({ inviteId: 'x1' })
 */
export function parseWithdrawInvite(data: unknown): WithdrawInviteRequest {
  return v.parse(v.strictObject({ inviteId: uidSchema }), data);
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseStopJob({ jobId: 'x1' })
 */
export function parseStopJob(data: unknown): StopJobRequest {
  return v.parse(v.strictObject({ jobId: uidSchema }), data);
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseFindAccount({ email: 'ada@example.com' })
 */
export function parseFindAccount(data: unknown): FindAccountRequest {
  return v.parse(v.union([v.strictObject({ email }), v.strictObject({ uid: uidSchema })]), data);
}

/**
 * The account in a callable's answer; null for none.
 *
 * @throws {v.ValiError} when it cannot be read.
 * @example parseFoundAccount(null) // null: there is no such account
 */
export function parseFoundAccount(data: unknown): FoundAccount | null {
  return v.parse(v.nullable(foundAccountSchema), data);
}

/**
 * @throws {v.ValiError} as `parseSetUserRole` does, and when no setting is named.
 * @example parseSetAccessSettings({ lockdown: true })
 */
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
/**
 * The reason in a request: trimmed, at most 500 characters, without control characters.
 *
 * @example v.parse(reasonSchema, ' On call ') // 'On call'
 */
export const reasonSchema = reason;

/**
 * The expected state of a document, in a request or in the list of a job.
 *
 * @example v.parse(expectedSchema, { role: 'viewer', expiresAt: null, disabled: false })
 */
export const expectedSchema = v.strictObject({
  role: v.nullable(v.string()),
  expiresAt: v.nullable(milliseconds),
  disabled: v.boolean(),
});
const expected = v.optional(expectedSchema);

/**
 * The fields of a request for a role and its end.
 *
 * @example v.strictObject({ uid: uidSchema, ...roleFields(roles) })
 */
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

/**
 * The result in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example parseSyncResult((await setUserRole(request)).data)
 */
export function parseSyncResult(data: unknown): SyncResult {
  return v.parse(syncResultSchema, data);
}
