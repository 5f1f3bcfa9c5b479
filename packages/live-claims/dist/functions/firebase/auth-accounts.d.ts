import type { Auth, UserRecord } from 'firebase-admin/auth';
import type { Account, Accounts } from '../sync/ports.js';
/** Firebase Auth as the sync's `Accounts`. */
export declare function authAccounts(auth: Auth): Accounts;
/** An account as the sync sees it. */
export declare function accountOf(user: UserRecord): Account;
