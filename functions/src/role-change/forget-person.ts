import { type Actor, COLLECTIONS, markerPath, parseMarker, userPath } from '@live-claims/contract';
import type { Auth } from 'firebase-admin/auth';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';

export interface ForgetOrder {
  readonly uid: string;
  readonly actor: Actor;
  /** Why, for the audit log. */
  readonly reason: string | null;
  /** Whether a document stays that grants a role, because somebody gave it one meanwhile. */
  readonly sparesRoles: boolean;
}

export type Forgotten = 'deleted' | 'missing' | 'spared';

/**
 * Deletes `users/{uid}`, with an entry in the audit log. The trigger of that sees to the marker,
 * which stays.
 */
export function forgetPerson(
  db: Firestore,
  { uid, actor, reason, sparesRoles }: ForgetOrder,
): Promise<Forgotten> {
  const person = db.doc(userPath(uid));
  return db.runTransaction(async (transaction) => {
    const [user, marker] = await transaction.getAll(person, db.doc(markerPath(uid)));
    if (!user?.exists) return 'missing';
    if (sparesRoles && (user.get('role') ?? null) !== null) return 'spared';
    const said = parseMarker(marker?.data());
    transaction.delete(person);
    transaction.create(db.collection(COLLECTIONS.auditLog).doc(), {
      at: FieldValue.serverTimestamp(),
      type: 'account-purged',
      uid,
      before: said && {
        role: said.role,
        disabled: said.disabled,
        expiresAt: said.expiresAt,
        sessionsRevokedAt: said.sessionsRevokedAt?.seconds ?? null,
      },
      after: null,
      actor,
      reason,
      outcome: 'applied',
      version: said?.version ?? 0,
    });
    return 'deleted';
  });
}

/** Deletes an account; returns whether there was one. */
export async function deleteAccount(auth: Auth, uid: string): Promise<boolean> {
  try {
    await auth.deleteUser(uid);
    return true;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'auth/user-not-found') throw error;
    return false;
  }
}
