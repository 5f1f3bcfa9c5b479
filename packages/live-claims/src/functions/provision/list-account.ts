import type { Auth } from 'firebase-admin/auth';
import { FieldValue } from 'firebase-admin/firestore';
import { isThereAlready, type NewAccount, type Place, profileOf } from './create-document.ts';
import { readAccount } from './known-account.ts';

/**
 * Makes sure that an account has a document, so that its access can be changed: one without a role
 * where there is none. Whether it gets the initial role is decided when the person comes, see
 * `ensureDocument`.
 *
 * @returns whether there is such an account.
 */
export async function listAccount(
  place: Pick<Place, 'store' | 'provisioning'> & { readonly auth: Auth },
  uid: string,
): Promise<boolean> {
  const account = await readAccount(place.auth, { uid });
  if (account === null) return false;
  await createWithoutRole(place, account);
  return true;
}

/** Makes `users/{uid}` without a role, unless there is one; returns whether it did. */
export async function createWithoutRole(
  place: Pick<Place, 'store' | 'provisioning'>,
  account: NewAccount,
): Promise<boolean> {
  const updatedAt = FieldValue.serverTimestamp();
  try {
    const person = place.store.user(account.uid);
    await person.create(place.store.fieldsOf({ ...profileOf(place, account), updatedAt }));
    return true;
  } catch (error) {
    if (isThereAlready(error)) return false;
    throw error;
  }
}
