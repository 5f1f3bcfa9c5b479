import type { Auth } from 'firebase-admin/auth';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';
import { storableProfile, userPath } from '../../core/index.ts';
import { isThereAlready, type NewAccount } from './create-document.ts';
import { readAccount } from './known-account.ts';

/**
 * Makes sure that an account has a document, so that its access can be changed: one without a role
 * where there is none. Whether it gets the initial role is decided when the person comes, see
 * `ensureDocument`.
 *
 * @returns whether there is such an account.
 */
export async function listAccount(
  { auth, db }: { readonly auth: Auth; readonly db: Firestore },
  uid: string,
): Promise<boolean> {
  const account = await readAccount(auth, { uid });
  if (account === null) return false;
  await createWithoutRole(db, account);
  return true;
}

/** Makes `users/{uid}` without a role, unless there is one; returns whether it did. */
export async function createWithoutRole(db: Firestore, account: NewAccount): Promise<boolean> {
  const { uid, email, displayName, photoURL } = account;
  const now = FieldValue.serverTimestamp();
  const profile = { email, ...storableProfile({ displayName, photoURL }) };
  try {
    await db.doc(userPath(uid)).create({ ...profile, createdAt: now, updatedAt: now });
    return true;
  } catch (error) {
    if (isThereAlready(error)) return false;
    throw error;
  }
}
