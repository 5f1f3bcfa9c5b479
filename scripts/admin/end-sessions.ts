import { randomUUID } from 'node:crypto';
import { type AuditState, userPath } from '@live-claims/contract';
import { FieldValue } from 'firebase-admin/firestore';
import { auditStateOf, createAuditEntry } from '../../functions/src/audit/write-entry.ts';
import { syncUser } from '../../functions/src/sync/sync-user.ts';
import type { OpenProject } from './open-project.ts';

const NO_STATE: AuditState = {
  role: null,
  disabled: false,
  expiresAt: null,
  sessionsRevokedAt: null,
};

/**
 * Ends every session of an account, by saying so in `users/{uid}`: from that commit on rules and
 * guards refuse older sign-ins. Then the sync ends them in Firebase Auth and tells open browsers; after
 * a crash the trigger does.
 *
 * @returns since when sign-ins count, in milliseconds since the Unix epoch; whole seconds, as Auth has it.
 */
export async function endSessions(
  { db, engine }: OpenProject,
  uid: string,
  reason: string | null,
): Promise<number> {
  const changeId = randomUUID();
  const person = db.doc(userPath(uid));
  const now = FieldValue.serverTimestamp();
  await db.runTransaction(async (transaction) => {
    const before = auditStateOf((await transaction.get(person)).data());
    const ended = { sessionsRevokedAt: now, updatedAt: now, updatedBy: null, changeId };
    transaction.set(person, ended, { merge: true });
    createAuditEntry(db, transaction, changeId, {
      type: 'session-revoked',
      uid,
      before,
      after: { ...(before ?? NO_STATE), sessionsRevokedAt: Math.floor(Date.now() / 1000) },
      actor: { kind: 'service', uid: null },
      reason,
    });
  });
  await syncUser(engine, uid);
  const { sessionsRevokedAt } = (await engine.documents.read(uid)).marker ?? {};
  return (sessionsRevokedAt ?? 0) * 1000;
}
