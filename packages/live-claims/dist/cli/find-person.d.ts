import type { UserRecord } from 'firebase-admin/auth';
import type { OpenProject } from './open-project.js';
import type { PersonName } from './request.js';
export interface FoundPerson {
    readonly uid: string;
    /** null when there is no such account; only by account id can one be found that has none. */
    readonly account: UserRecord | null;
}
/** Whether the name is an e-mail address: account ids with an "@" have to be said to be ids. */
export declare function isEmail({ text, byUid }: PersonName): boolean;
/**
 * Finds a person's account.
 *
 * @throws {AdminError} `no-such-person` for an e-mail address without an account, `usage` for what
 *   can be neither address nor id.
 */
export declare function findPerson(project: OpenProject, name: PersonName): Promise<FoundPerson>;
/** The account with this address; null for none. */
export declare function accountWith({ auth }: OpenProject, email: string): Promise<UserRecord | null>;
