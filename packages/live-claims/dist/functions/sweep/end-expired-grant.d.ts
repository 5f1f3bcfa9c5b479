import { type Firestore } from 'firebase-admin/firestore';
import { type RoleTable } from '../../core/index.js';
/**
 * Takes a role whose time is over out of `users/{uid}`, unless it has been renewed or replaced since;
 * also that of somebody disabled, and an end that was left without its role. A document that nobody
 * can read stays as it is. The claims need a sync afterwards.
 *
 * @param changeId stored with the revision, as for every write of our own.
 * @param now in milliseconds since the Unix epoch.
 * @returns whether it wrote.
 */
export declare function endExpiredGrant(db: Firestore, roles: RoleTable, { uid, changeId, now }: {
    readonly uid: string;
    readonly changeId: string;
    readonly now: number;
}): Promise<boolean>;
/**
 * Whether there is something to end in a `users/{uid}` document. From the second on in which the
 * checks refuse.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function hasExpiredGrant(roles: RoleTable, document: Readonly<Record<string, unknown>>, now: number): boolean;
