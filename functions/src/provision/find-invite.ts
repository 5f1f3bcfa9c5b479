import { COLLECTIONS, parseInvite } from '@live-claims/contract';
import type { Firestore, QueryDocumentSnapshot } from 'firebase-admin/firestore';

/**
 * The open invite to an address, or null. Only for an address that the identity provider vouches
 * for: anybody can sign up with somebody else's.
 */
export async function findInvite(
  db: Firestore,
  { email, emailVerified }: { email: string | null; emailVerified: boolean },
): Promise<QueryDocumentSnapshot | null> {
  if (email === null || !emailVerified) return null;
  const { docs } = await db
    .collection(COLLECTIONS.invites)
    .where('email', '==', email.toLowerCase())
    .where('acceptedAt', '==', null)
    .limit(1)
    .get();
  return docs.find((invite) => parseInvite(invite.data()) !== null) ?? null;
}
