import * as v from 'valibot';
import { timestamp } from './timestamp.ts';

/**
 * What happened to somebody's access. `token-claims-change` and `session-revoked` are the CAEP 1.0
 * event names, `account-disabled` and `account-enabled` those of RISC 1.0; where neither has a name
 * for it, ours.
 */
export const AUDIT_TYPES = [
  'token-claims-change',
  'session-revoked',
  'account-disabled',
  'account-enabled',
  'claims-rejected',
  'claims-pending',
] as const;
export type AuditType = (typeof AUDIT_TYPES)[number];

/**
 * Who made the change, as far as it is known. `person`: a signed-in person through a callable;
 * `service`: the Admin SDK or a service account; `sign-up`: the account's own creation; `unknown`:
 * the platform does not say, as for edits in the Firebase console. A hint for readers, never a basis
 * for a decision.
 */
export const ACTOR_KINDS = ['person', 'service', 'sign-up', 'unknown'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const actorSchema = v.object({
  kind: v.picklist(ACTOR_KINDS),
  uid: v.nullable(v.string()),
});
export type Actor = v.InferOutput<typeof actorSchema>;

/** Access before or after the event. */
export const auditStateSchema = v.object({
  role: v.nullable(v.string()),
  disabled: v.boolean(),
});
export type AuditState = v.InferOutput<typeof auditStateSchema>;

/** `auditLog/{id}`: append-only. */
export const auditEntrySchema = v.object({
  at: timestamp,
  type: v.picklist(AUDIT_TYPES),
  uid: v.string(),
  before: v.nullable(auditStateSchema),
  after: v.nullable(auditStateSchema),
  actor: actorSchema,
  reason: v.nullable(v.string()),
  version: v.number(),
});
export type AuditEntry = v.InferOutput<typeof auditEntrySchema>;

/** The audit entry in unknown data; null when it cannot be read as one. */
export function parseAuditEntry(data: unknown): AuditEntry | null {
  const result = v.safeParse(auditEntrySchema, data);
  return result.success ? result.output : null;
}
