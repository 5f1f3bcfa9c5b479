import { FieldValue } from 'firebase-admin/firestore';
import { userPath } from '../../core/index.js';
import { isThereAlready, profileOf } from './create-document.js';
import { readAccount } from './known-account.js';
/**
 * Makes sure that an account has a document, so that its access can be changed: one without a role
 * where there is none. Whether it gets the initial role is decided when the person comes, see
 * `ensureDocument`.
 *
 * @returns whether there is such an account.
 */
export async function listAccount(place, uid) {
    const account = await readAccount(place.auth, { uid });
    if (account === null)
        return false;
    await createWithoutRole(place, account);
    return true;
}
/** Makes `users/{uid}` without a role, unless there is one; returns whether it did. */
export async function createWithoutRole(place, account) {
    const updatedAt = FieldValue.serverTimestamp();
    try {
        const person = place.db.doc(userPath(account.uid));
        await person.create({ ...profileOf(place, account), updatedAt });
        return true;
    }
    catch (error) {
        if (isThereAlready(error))
            return false;
        throw error;
    }
}
