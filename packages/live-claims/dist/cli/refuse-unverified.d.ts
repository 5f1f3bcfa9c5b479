import type { UserRecord } from 'firebase-admin/auth';
/**
 * Refuses to give a role by an address that nobody has proved to own: anybody can sign up with it, and
 * have the account.
 *
 * @param account the account that has the address; null for none.
 * @throws {AdminError} `unverified-address`.
 */
export declare function refuseUnverified(email: string, account: UserRecord | null): void;
