import { randomUUID } from 'node:crypto';
import { userPath } from '@live-claims/contract';
import { FieldValue } from 'firebase-admin/firestore';
import { syncUser } from '../../functions/src/sync/sync-user.ts';
import type { OpenProject } from './open-project.ts';

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
  await person.set(
    { sessionsRevokedAt: now, updatedAt: now, updatedBy: null, changeId },
    { merge: true },
  );
  await syncUser(engine, uid, {
    explains: ({ data }) => data?.changeId === changeId,
    actor: { kind: 'service', uid: null },
    reason,
    auditId: changeId,
  });
  const { sessionsRevokedAt } = (await engine.documents.read(uid)).marker ?? {};
  return (sessionsRevokedAt ?? 0) * 1000;
}
