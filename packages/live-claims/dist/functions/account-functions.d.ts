import type { Host } from './host.js';
/** What an account starts with, and what becomes of its document when it ends. Accounts of tenants are none of ours. */
export declare function accountFunctions({ options, project }: Host): {
    provisionUser: import("firebase-functions/v1").BlockingFunction;
    onAccountCreated: import("firebase-functions/core").CloudFunction<import("firebase-functions/identity").AuthEvent<import("firebase-admin/auth").UserRecord>>;
    forgetUser: import("firebase-functions/core").CloudFunction<import("firebase-functions/identity").AuthEvent<import("firebase-admin/auth").UserRecord>>;
};
