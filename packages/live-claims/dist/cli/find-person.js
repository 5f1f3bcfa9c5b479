import { COLLECTIONS, parseSetUserRole } from '../core/index.js';
import { AdminError } from './admin-error.js';
/** Whether the name is an e-mail address: account ids with an "@" have to be said to be ids. */
export function isEmail({ text, byUid }) {
    return !byUid && text.includes('@');
}
/**
 * Finds a person's account.
 *
 * @throws {AdminError} `no-such-person` for an e-mail address without an account, `usage` for what
 *   can be neither address nor id.
 */
export async function findPerson(project, name) {
    if (isEmail(name))
        return findByEmail(project, name.text);
    const uid = parseUid(project, name.text);
    return { uid, account: await accountOr(null, project.auth.getUser(uid)) };
}
async function findByEmail(project, email) {
    const account = await accountWith(project, email);
    if (account !== null)
        return { uid: account.uid, account };
    const left = await documentsWith(project, email);
    if (left.length > 0) {
        throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
            next: `${left.map((uid) => `users/${uid}`).join(' and ')} still ${left.length === 1 ? 'has' : 'have'} it: use that account id.`,
        });
    }
    throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
        next: 'The person has to sign up first, with exactly this address. If you know the account id they will have, `grant <id> <role> --prepare` writes the role in advance.',
    });
}
/** The account with this address; null for none. */
export function accountWith({ auth }, email) {
    return accountOr(null, auth.getUserByEmail(email));
}
async function documentsWith({ db }, email) {
    const { docs } = await db
        .collection(COLLECTIONS.users)
        .where('email', '==', email)
        .limit(5)
        .get();
    return docs.map(({ id }) => id);
}
/** An id that stays inside its collection, by the rule of `setUserRole`. */
function parseUid({ engine }, text) {
    try {
        return parseSetUserRole(engine.roles, { uid: text, role: null }).uid;
    }
    catch {
        throw new AdminError('usage', `"${text}" is neither an e-mail address nor an account id.`, {
            next: 'Account ids stand in the Firebase console under Authentication, and in the app under People.',
        });
    }
}
async function accountOr(missing, reading) {
    try {
        return await reading;
    }
    catch (error) {
        const { code } = error;
        if (code === 'auth/user-not-found')
            return missing;
        if (code === 'auth/invalid-email' || code === 'auth/invalid-uid') {
            throw new AdminError('usage', error.message, {
                next: 'Check the spelling; an account id with an "@" needs --uid.',
            });
        }
        throw error;
    }
}
