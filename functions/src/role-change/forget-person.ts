import { type Actor, COLLECTIONS, markerPath, parseMarker, userPath } from '@live-claims/contract';
import type { Auth } from 'firebase-admin/auth';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';
import { readInvitesToClose } from '../invites/close-invites.ts';

export interface ForgetOrder {
  readonly uid: string;
  readonly actor: Actor;
  /** Why, for the audit log. */
  readonly reason: string | null;
  /** Whether a document stays that grants a role, because somebody gave it one meanwhile. */
  readonly sparesRoles: boolean;
  /** The addresses that Firebase Auth had for the account; the document's is known. */
  readonly emails: readonly string[];
}

export type Forgotten = 'deleted' | 'missing' | 'spared';

/**
 * Deletes `users/{uid}`, with an entry in the audit log, and closes the open invites to its addresses:
 * whoever signs up with one of them later starts anew. The trigger of that sees to the marker, which
 * stays.
 */
export function forgetPerson(
  db: Firestore,
  { uid, actor, reason, sparesRoles, emails }: ForgetOrder,
): Promise<Forgotten> {
  const person = db.doc(userPath(uid));
  return db.runTransaction(async (transaction) => {
    const [user, marker] = await transaction.getAll(person, db.doc(markerPath(uid)));
    if (!user?.exists) return 'missing';
    if (sparesRoles && (user.get('role') ?? null) !== null) return 'spared';
    const email: unknown = user.get('email');
    const addresses = typeof email === 'string' ? [...emails, email] : emails;
    const closeInvites = await readInvitesToClose(db, transaction, addresses);
    const said = parseMarker(marker?.data());
    transaction.delete(person);
    closeInvites({ actor, reason });
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
