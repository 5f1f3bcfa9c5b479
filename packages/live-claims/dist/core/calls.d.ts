import * as v from 'valibot';
import { type Problem } from './problems.js';
import { type RoleTable } from './roles.js';
/** Names of the callable functions. */
export declare const CALLABLES: {
    readonly setUserRole: 'setUserRole';
    readonly setUserDisabled: 'setUserDisabled';
    readonly endSessions: 'endSessions';
    readonly deleteUser: 'deleteUser';
    readonly bulkSetRoles: 'bulkSetRoles';
    readonly createInvite: 'createInvite';
    readonly withdrawInvite: 'withdrawInvite';
    readonly acceptInvite: 'acceptInvite';
    readonly setAccessSettings: 'setAccessSettings';
    readonly syncMyClaims: 'syncMyClaims';
    readonly findAccount: 'findAccount';
    readonly stopJob: 'stopJob';
};
/** An id that an account can have. */
export declare const uidSchema: v.CustomSchema<string, v.ErrorMessage<v.CustomIssue> | undefined>;
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
export type FindAccountRequest = {
    readonly email: string;
} | {
    readonly uid: string;
};
/** An account as Firebase Auth has it. */
export declare const foundAccountSchema: v.ObjectSchema<{
    readonly uid: v.StringSchema<undefined>;
    readonly email: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** Whether the address is known to be the person's own. */
    readonly emailVerified: v.BooleanSchema<undefined>;
    readonly displayName: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** Disabled in Firebase Auth, by whatever means. */
    readonly disabled: v.BooleanSchema<undefined>;
    /** Whether there is a `users/{uid}`, so that the account is listed. */
    readonly hasDocument: v.BooleanSchema<undefined>;
}, undefined>;
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
export declare const syncResultSchema: v.ObjectSchema<{
    /** Version that tokens reach once they carry this state; 0 when no claims were ever set. */
    readonly version: v.NumberSchema<undefined>;
    readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    readonly status: v.PicklistSchema<readonly ["applied", "rejected", "pending"], undefined>;
    readonly problem: v.NullableSchema<v.CustomSchema<Problem, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
}, undefined>;
export type SyncResult = v.InferOutput<typeof syncResultSchema>;
/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of
 *   the table's; its message names the field.
 */
export declare function parseSetUserRole(table: RoleTable, data: unknown): SetUserRoleRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseSetUserDisabled(data: unknown): SetUserDisabledRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseEndSessions(data: unknown): EndSessionsRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseDeleteUser(data: unknown): DeleteUserRequest;
/** The address comes back in lower case. @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseCreateInvite(table: RoleTable, data: unknown): CreateInviteRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseWithdrawInvite(data: unknown): WithdrawInviteRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseStopJob(data: unknown): StopJobRequest;
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export declare function parseFindAccount(data: unknown): FindAccountRequest;
/** The account in a callable's answer; null for none. @throws {v.ValiError} when it cannot be read. */
export declare function parseFoundAccount(data: unknown): FoundAccount | null;
/** @throws {v.ValiError} as `parseSetUserRole` does, and when no switch is named. */
export declare function parseSetAccessSettings(data: unknown): SetAccessSettingsRequest;
/** What stood in a document, in a request or in the list of a job. */
export declare const expectedSchema: v.StrictObjectSchema<{
    readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    readonly expiresAt: v.NullableSchema<v.NumberSchema<undefined>, undefined>;
    readonly disabled: v.BooleanSchema<undefined>;
}, undefined>;
/** The fields of a request that say what to give. */
export declare function roleFields(table: RoleTable): {
    role: v.NullableSchema<v.CustomSchema<string, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
    expiresAt: v.NullishSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 253402300799999, undefined>]>, undefined>;
};
/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export declare function parseSyncResult(data: unknown): SyncResult;
