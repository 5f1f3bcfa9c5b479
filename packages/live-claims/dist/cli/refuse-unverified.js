import { AdminError } from './admin-error.js';
/**
 * Refuses to give a role by an address that nobody has proved to own: anybody can sign up with it, and
 * have the account.
 *
 * @param account the account that has the address; null for none.
 * @throws {AdminError} `unverified-address`.
 */
export function refuseUnverified(email, account) {
    if (account === null || account.emailVerified)
        return;
    throw new AdminError('unverified-address', `The account with the address ${email} has not verified it: anybody may have signed up with it.`, {
        next: `Let the person verify the address in the app, then try again.\nIf you know that the account (id ${account.uid}) is theirs: add --unverified.`,
    });
}
