import type { Project } from '../project.js';
import { type Forgotten } from '../role-change/forget-person.js';
/**
 * An account that is gone, as the event of its deletion describes it. Times in milliseconds since the
 * Unix epoch, NaN where the event does not say.
 */
export interface DeletedAccount {
    readonly uid: string;
    readonly email: string | null;
    readonly createdAt: number;
    readonly deletedAt: number;
}
export interface AccountEnd {
    readonly outcome: Forgotten['outcome'];
    /** Whether it was the last one that held the top role without an end. */
    readonly leavesNoOwner: boolean;
}
/**
 * Does with the document of a deleted account what the app wants; deleted or cleared, whoever is given its id
 * again inherits nothing. The event may come late, more than once, and after the account was made again: then only a document from
 * before that goes, and what the new account is to have is applied to it.
 */
export declare function accountDeleted(place: Pick<Project, 'auth' | 'db' | 'engine' | 'onAccountDeleted'>, { uid, email, createdAt, deletedAt }: DeletedAccount): Promise<AccountEnd>;
