import * as v from 'valibot';
import { foldAddress } from './addresses.js';
import { LAST_MILLISECOND, MAX_REASON_LENGTH } from './limits.js';
import { MARKER_STATUSES } from './marker.js';
import { isProblem } from './problems.js';
import { isRole } from './roles.js';
import { isCleanText } from './texts.js';
import { isUid } from './uids.js';
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
};
/** An id that an account can have. */
export const uidSchema = v.custom(isUid, 'must be an account id');
/** A text that may be stored and shown: see `isCleanText`. */
const clean = v.check(isCleanText, 'must be well-formed, without control characters');
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
/** What came of a role change or a sync. */
export const syncResultSchema = v.object({
    /** Version that tokens reach once they carry this state; 0 when no claims were ever set. */
    version: v.number(),
    role: v.nullable(v.string()),
    status: v.picklist(MARKER_STATUSES),
    problem: v.nullable(v.custom(isProblem, 'must be a problem')),
});
/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of
 *   the table's; its message names the field.
 */
export function parseSetUserRole(table, data) {
    return v.parse(v.strictObject({ uid: uidSchema, ...roleFields(table), endSessions, expected, reason }), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseSetUserDisabled(data) {
    return v.parse(v.strictObject({ uid: uidSchema, disabled: v.boolean(), endSessions, expected, reason }), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseEndSessions(data) {
    return v.parse(v.strictObject({ uid: v.optional(uidSchema), reason }), data ?? {});
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseDeleteUser(data) {
    return v.parse(v.strictObject({ uid: uidSchema, reason }), data);
}
const email = v.pipe(v.string(), v.trim(), clean, v.transform(foldAddress), v.email(), v.maxLength(320));
/** The address comes back in lower case. @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseCreateInvite(table, data) {
    const role = v.custom((value) => isRole(table, value), `must be one of: ${table.ranking.join(', ')}`);
    return v.parse(v.strictObject({ email, role, expiresAt: moment }), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseWithdrawInvite(data) {
    return v.parse(v.strictObject({ inviteId: uidSchema }), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseStopJob(data) {
    return v.parse(v.strictObject({ jobId: uidSchema }), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does. */
export function parseFindAccount(data) {
    return v.parse(v.union([v.strictObject({ email }), v.strictObject({ uid: uidSchema })]), data);
}
/** The account in a callable's answer; null for none. @throws {v.ValiError} when it cannot be read. */
export function parseFoundAccount(data) {
    return v.parse(v.nullable(foundAccountSchema), data);
}
/** @throws {v.ValiError} as `parseSetUserRole` does, and when no switch is named. */
export function parseSetAccessSettings(data) {
    const switches = v.strictObject({
        lockdown: v.optional(v.boolean()),
        minimumAuthTime: v.optional(v.nullable(v.literal('now'))),
        reason,
    });
    const turnsSomething = v.check(({ lockdown, minimumAuthTime }) => lockdown !== undefined || minimumAuthTime !== undefined, 'must name lockdown or minimumAuthTime');
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
export function roleFields(table) {
    const role = v.custom((value) => isRole(table, value), `must be null or one of: ${table.ranking.join(', ')}`);
    return {
        role: v.nullable(role),
        expiresAt: v.nullish(moment),
    };
}
/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export function parseSyncResult(data) {
    return v.parse(syncResultSchema, data);
}
