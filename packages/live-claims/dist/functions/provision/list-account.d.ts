import type { Auth } from 'firebase-admin/auth';
import { type NewAccount, type Place } from './create-document.js';
/**
 * Makes sure that an account has a document, so that its access can be changed: one without a role
 * where there is none. Whether it gets the initial role is decided when the person comes, see
 * `ensureDocument`.
 *
 * @returns whether there is such an account.
 */
export declare function listAccount(place: Pick<Place, 'db' | 'provisioning'> & {
    readonly auth: Auth;
}, uid: string): Promise<boolean>;
/** Makes `users/{uid}` without a role, unless there is one; returns whether it did. */
export declare function createWithoutRole(place: Pick<Place, 'db' | 'provisioning'>, account: NewAccount): Promise<boolean>;
