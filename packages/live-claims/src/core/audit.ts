import * as v from 'valibot';
import { MARKER_STATUSES } from './marker.ts';
import { seconds, timestamp } from './timestamp-schema.ts';

/**
 * What happened to a user's access. `token-claims-change` and `session-revoked` are the CAEP 1.0
 * event names, `account-disabled`, `account-enabled` and `account-purged` those of RISC 1.0; where neither has a name
 * for it, ours.
 *
 * @example AUDIT_TYPES.includes('session-revoked') // true
 */
export const AUDIT_TYPES = [
  'token-claims-change',
  'session-revoked',
  'account-disabled',
  'account-enabled',
  'account-purged',
  'claims-rejected',
  'claims-pending',
  'access-settings-change',
  'invite-created',
  'invite-withdrawn',
  'invite-accepted',
  'member-added',
  'member-removed',
  'member-disabled',
  'member-enabled',
  'job-started',
] as const;
/**
 * One of `AUDIT_TYPES`.
 *
 * @example const type: AuditType = 'token-claims-change';
 */
export type AuditType = (typeof AUDIT_TYPES)[number];

/**
 * The kind of author of a change, as far as it is known. `person`: a signed-in person through a callable;
 * `service`: the Admin SDK or a service account; `sign-up`: the account's own creation; `unknown`:
 * the platform does not say, as for edits in the Firebase console. A hint for readers, never a basis
 * for a decision.
 *
 * @example ACTOR_KINDS.includes('service') // true
 */
export const ACTOR_KINDS = ['person', 'service', 'sign-up', 'unknown'] as const;
/**
 * One of `ACTOR_KINDS`.
 *
 * @example const kind: ActorKind = 'person';
 */
export type ActorKind = (typeof ACTOR_KINDS)[number];

const text = v.fallback(v.nullish(v.string(), null), null);
const flag = v.fallback(v.optional(v.boolean(), false), false);

/**
 * Schema of `actor` in an entry.
 *
 * @example v.parse(actorSchema, { kind: 'person', uid: 'ada' })
 */
export const actorSchema = v.object({
  kind: v.picklist(ACTOR_KINDS),
  uid: v.nullable(v.string()),
  /** Name and address as they were at that time. */
  name: v.optional(v.nullable(v.string())),
  email: v.optional(v.nullable(v.string())),
});
/**
 * The author of a change.
 *
 * @example const actor: Actor = { kind: 'service', uid: null };
 */
export type Actor = v.InferOutput<typeof actorSchema>;

/**
 * A person's access before or after the event; times in whole seconds since the Unix epoch.
 *
 * @example
 * v.parse(auditStateSchema, { role: 'editor' }) // with disabled, expiresAt and sessionsRevokedAt
 */
export const auditStateSchema = v.object({
  role: v.nullable(v.string()),
  disabled: v.optional(v.boolean(), false),
  expiresAt: v.optional(v.nullable(seconds), null),
  sessionsRevokedAt: v.optional(v.nullable(seconds), null),
});
/**
 * As `auditStateSchema` reads it.
 *
 * @example const before: AuditState = { role: null, disabled: false, expiresAt: null, sessionsRevokedAt: null };
 */
export type AuditState = v.InferOutput<typeof auditStateSchema>;

/** The access settings before or after an `access-settings-change`. */
const auditSettingsSchema = v.object({
  lockdown: v.boolean(),
  minimumAuthTime: v.nullable(seconds),
});

/**
 * How far a change got. `written`: it is in `users/{uid}`, and its outcome is not known, because a later
 * one superseded it or the sync is still on its way. The others are the marker's.
 *
 * @example AUDIT_OUTCOMES // ['written', 'applied', 'rejected', 'pending']
 */
export const AUDIT_OUTCOMES = ['written', ...MARKER_STATUSES] as const;
/**
 * One of `AUDIT_OUTCOMES`.
 *
 * @example const outcome: AuditOutcome = 'applied';
 */
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/**
 * `auditLog/{id}`, and `orgs/{orgId}/auditLog/{id}` for what happens in an organisation: append-only. A change by one of our functions or an operator writes its entry, under the
 * change's id, in its own commit; the sync adds the outcome and nothing else. A manual edit, which has no
 * entry, gets one from the sync.
 *
 * @example v.safeParse(auditEntrySchema, snapshot.data()).success
 */
export const auditEntrySchema = v.object({
  at: timestamp,
  type: v.picklist(AUDIT_TYPES),
  /** The account whose access changed; null for all accounts, or for an address without an account. */
  uid: v.nullable(v.string()),
  /** The person's name at that time. */
  name: text,
  /** The person's address at that time; with the types of invites: the invited one. */
  email: text,
  before: v.nullable(v.union([auditSettingsSchema, auditStateSchema])),
  after: v.nullable(v.union([auditSettingsSchema, auditStateSchema])),
  actor: actorSchema,
  reason: v.nullable(v.string()),
  outcome: v.optional(v.picklist(AUDIT_OUTCOMES), 'applied'),
  /** With `rejected` and `pending`: why, in a sentence. */
  problem: text,
  /** The marker's version afterwards; 0 where no marker is concerned. */
  version: v.number(),
  /** The id of the entry whose change this one undid; null for none. */
  undoes: text,
  /** The id of the job that this change is part of; null for none. */
  job: text,
  /** With `job-started`: the id of the job that began. Its changes have it as `job`. */
  startsJob: text,
  /** With `job-started`: how many accounts it was started for. */
  count: v.fallback(v.nullish(v.number(), null), null),
  /**
   * Whether the document was edited directly, in the Firebase console or by the Admin SDK: `before` and `after` are
   * what was in effect then, so a disabled person has no role in them.
   */
  direct: flag,
});
/**
 * An entry as `parseAuditEntry` reads it.
 *
 * @example const isOver = ({ outcome }: AuditEntry) => outcome !== 'written';
 */
export type AuditEntry = v.InferOutput<typeof auditEntrySchema>;

/**
 * The audit entry in unknown data; null when it cannot be read as one.
 *
 * @example const entries = snapshot.docs.flatMap((doc) => parseAuditEntry(doc.data()) ?? []);
 */
export function parseAuditEntry(data: unknown): AuditEntry | null {
  const result = v.safeParse(auditEntrySchema, data);
  return result.success ? result.output : null;
}
