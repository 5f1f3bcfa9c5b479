import { type AuditEntry, COLLECTIONS, markerPath, parseMarker } from '@live-claims/contract';
import { type DocumentSnapshot, FieldValue, Timestamp } from 'firebase-admin/firestore';
import type { MarkerState } from '../../functions/src/sync/ports.ts';
import { syncUser } from '../../functions/src/sync/sync-user.ts';
import type { OpenProject } from './open-project.ts';

/**
 * Ends every session of an account: Firebase Auth first, so that no refresh succeeds any more, then
 * the marker, on which open browsers sign out. The other way round, a crash in between would leave a
 * marker that promises what nobody enforces.
 *
 * @returns since when sessions count, in milliseconds since the Unix epoch; as Auth has it, in whole
 *   seconds, so that marker and Auth draw the same line.
 */
export async function endSessions(
  { auth, db, engine }: OpenProject,
  uid: string,
  reason: string | null,
): Promise<number> {
  await auth.revokeRefreshTokens(uid);
  const { tokensValidAfterTime } = await auth.getUser(uid);
  const endedAt = Date.parse(tokensValidAfterTime ?? '');
  const marker = db.doc(markerPath(uid));
  await db.runTransaction(async (transaction) => {
    const stored = await transaction.get(marker);
    const sessionsRevokedAt = Timestamp.fromMillis(endedAt);
    if (stored.exists) transaction.update(marker, { sessionsRevokedAt });
    else transaction.create(marker, { ...FIRST_WORD, claimsUpdatedAt: now(), sessionsRevokedAt });
    const log = db.collection(COLLECTIONS.auditLog).doc();
    transaction.create(log, { at: now(), ...auditEntry(uid, stored, reason) });
  });
  // A marker that was made here has to have claims that agree with it.
  await syncUser(engine, uid, {
    explains: () => false,
    actor: { kind: 'service', uid: null },
    reason,
    auditId: null,
  });
  return endedAt;
}

const now = () => FieldValue.serverTimestamp();

/** The marker of somebody who never had access. */
const FIRST_WORD: MarkerState = {
  version: 0,
  role: null,
  expiresAt: null,
  status: 'applied',
  problem: null,
  disabled: false,
};

function auditEntry(
  uid: string,
  marker: DocumentSnapshot,
  reason: string | null,
): Omit<AuditEntry, 'at'> {
  const { role, disabled, version } = parseMarker(marker.data()) ?? FIRST_WORD;
  const state = { role, disabled, expiresAt: null, sessionsRevokedAt: null };
  return {
    type: 'session-revoked',
    uid,
    before: state,
    after: state,
    actor: { kind: 'service', uid: null },
    reason,
    version,
  };
}
