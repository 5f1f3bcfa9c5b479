import * as v from 'valibot';
/**
 * What happened to somebody's access. `token-claims-change` and `session-revoked` are the CAEP 1.0
 * event names, `account-disabled`, `account-enabled` and `account-purged` those of RISC 1.0; where neither has a name
 * for it, ours.
 */
export declare const AUDIT_TYPES: readonly ['token-claims-change', 'session-revoked', 'account-disabled', 'account-enabled', 'account-purged', 'claims-rejected', 'claims-pending', 'access-settings-change', 'invite-created', 'invite-withdrawn', 'invite-accepted'];
export type AuditType = (typeof AUDIT_TYPES)[number];
/**
 * Who made the change, as far as it is known. `person`: a signed-in person through a callable;
 * `service`: the Admin SDK or a service account; `sign-up`: the account's own creation; `unknown`:
 * the platform does not say, as for edits in the Firebase console. A hint for readers, never a basis
 * for a decision.
 */
export declare const ACTOR_KINDS: readonly ['person', 'service', 'sign-up', 'unknown'];
export type ActorKind = (typeof ACTOR_KINDS)[number];
export declare const actorSchema: v.ObjectSchema<{
    readonly kind: v.PicklistSchema<readonly ["person", "service", "sign-up", "unknown"], undefined>;
    readonly uid: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** Name and address as they were at that time. */
    readonly name: v.OptionalSchema<v.NullableSchema<v.StringSchema<undefined>, undefined>, undefined>;
    readonly email: v.OptionalSchema<v.NullableSchema<v.StringSchema<undefined>, undefined>, undefined>;
}, undefined>;
export type Actor = v.InferOutput<typeof actorSchema>;
/** A person's access before or after the event; times in whole seconds since the Unix epoch. */
export declare const auditStateSchema: v.ObjectSchema<{
    readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    readonly disabled: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
    readonly expiresAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
    readonly sessionsRevokedAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
}, undefined>;
export type AuditState = v.InferOutput<typeof auditStateSchema>;
/**
 * How far a change got. `written`: it stands in `users/{uid}`; what came of it is not known, because a later
 * one superseded it or the sync is still on its way. The others are the marker's.
 */
export declare const AUDIT_OUTCOMES: readonly ["written", "applied", "rejected", "pending"];
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
/**
 * `auditLog/{id}`: append-only. A change by one of our functions or an operator writes its entry, under the
 * change's id, in its own commit; the sync adds the outcome and nothing else. An edit by hand, which brings
 * no entry, gets one from the sync.
 */
export declare const auditEntrySchema: v.ObjectSchema<{
    readonly at: v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>;
    readonly type: v.PicklistSchema<readonly ["token-claims-change", "session-revoked", "account-disabled", "account-enabled", "account-purged", "claims-rejected", "claims-pending", "access-settings-change", "invite-created", "invite-withdrawn", "invite-accepted"], undefined>;
    /** Whose access it is about; null where it is everybody's, or an address without an account. */
    readonly uid: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** The person's name at that time. */
    readonly name: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    /** The person's address at that time; with the types of invites: the invited one. */
    readonly email: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    readonly before: v.NullableSchema<v.UnionSchema<[v.ObjectSchema<{
        readonly lockdown: v.BooleanSchema<undefined>;
        readonly minimumAuthTime: v.NullableSchema<v.NumberSchema<undefined>, undefined>;
    }, undefined>, v.ObjectSchema<{
        readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
        readonly disabled: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
        readonly expiresAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
        readonly sessionsRevokedAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
    }, undefined>], undefined>, undefined>;
    readonly after: v.NullableSchema<v.UnionSchema<[v.ObjectSchema<{
        readonly lockdown: v.BooleanSchema<undefined>;
        readonly minimumAuthTime: v.NullableSchema<v.NumberSchema<undefined>, undefined>;
    }, undefined>, v.ObjectSchema<{
        readonly role: v.NullableSchema<v.StringSchema<undefined>, undefined>;
        readonly disabled: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
        readonly expiresAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
        readonly sessionsRevokedAt: v.OptionalSchema<v.NullableSchema<v.NumberSchema<undefined>, undefined>, null>;
    }, undefined>], undefined>, undefined>;
    readonly actor: v.ObjectSchema<{
        readonly kind: v.PicklistSchema<readonly ["person", "service", "sign-up", "unknown"], undefined>;
        readonly uid: v.NullableSchema<v.StringSchema<undefined>, undefined>;
        /** Name and address as they were at that time. */
        readonly name: v.OptionalSchema<v.NullableSchema<v.StringSchema<undefined>, undefined>, undefined>;
        readonly email: v.OptionalSchema<v.NullableSchema<v.StringSchema<undefined>, undefined>, undefined>;
    }, undefined>;
    readonly reason: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    readonly outcome: v.OptionalSchema<v.PicklistSchema<readonly ["written", "applied", "rejected", "pending"], undefined>, "applied">;
    /** With `rejected` and `pending`: why, in a sentence. */
    readonly problem: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    /** The marker's version afterwards; 0 where no marker is concerned. */
    readonly version: v.NumberSchema<undefined>;
}, undefined>;
export type AuditEntry = v.InferOutput<typeof auditEntrySchema>;
/** The audit entry in unknown data; null when it cannot be read as one. */
export declare function parseAuditEntry(data: unknown): AuditEntry | null;
