import type { App } from 'firebase-admin/app';
import type { GlobalOptions } from 'firebase-functions/options';
import type { LiveClaimsConfig } from '../core/index.js';
import type { GuardCall } from './guards/callable.js';
/** What the app that exports the functions decides. */
export interface HostOptions {
    /**
     * The Admin SDK's app, asked for at the first event or call.
     *
     * @default the default app, which the host has initialised by then
     */
    readonly app?: () => App;
    /**
     * Options of every function: memory, instances, service account. The region is the configuration's.
     *
     * @default maxInstances 10, which bounds the bill of a runaway writer; at Firebase's default concurrency
     *   of 80 it is far above what Firebase Auth's limit on account updates lets through
     */
    readonly options?: Omit<GlobalOptions, 'region'>;
    /**
     * Accounts that all jobs together may change a second, where that is a parameter of the deployment.
     *
     * @default limits.accountsPerSecond of the configuration
     */
    readonly accountsPerSecond?: () => number;
}
/**
 * The Cloud Functions of an app, in groups: a host exports those that it wants, by their names. Nothing is
 * initialised, opened or read before the first event or call.
 *
 * - `sync`: what keeps claims and marker as `users/{uid}` says, enough to begin.
 * - `provisioning`: what a new account starts with (`provisionUser` needs Identity Platform), and its end.
 * - `users`, `invites`, `settings`, `jobs`: callables for an admin's page, and what they rest on.
 * - `guardCallable`: a guard for callables of the host's own.
 *
 * @example
 * initializeApp();
 * const access = liveClaims(config);
 * export const { syncClaims, syncMyClaims } = access.sync;
 * export const { setUserRole, endSessions } = access.users;
 */
export declare function liveClaims<Role extends string, Permission extends string>(config: LiveClaimsConfig<Role, Permission>, { app, options, accountsPerSecond }?: HostOptions): {
    sync: {
        syncClaims: import("firebase-functions/core").CloudFunction<import("firebase-functions/firestore").FirestoreAuthEvent<import("firebase-functions/core").Change<import("firebase-functions/firestore").DocumentSnapshot> | undefined, {
            uid: string;
        }>>;
        syncMyClaims: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        }>, unknown>;
    };
    provisioning: {
        provisionUser: import("firebase-functions/v1").BlockingFunction;
        onAccountCreated: import("firebase-functions/core").CloudFunction<import("firebase-functions/identity").AuthEvent<import("firebase-admin/auth").UserRecord>>;
        forgetUser: import("firebase-functions/core").CloudFunction<import("firebase-functions/identity").AuthEvent<import("firebase-admin/auth").UserRecord>>;
    };
    users: {
        setUserRole: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        }>, unknown>;
        setUserDisabled: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        }>, unknown>;
        endSessions: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        }>, unknown>;
        deleteUser: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        }>, unknown>;
        findAccount: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            uid: string;
            email: string | null;
            emailVerified: boolean;
            displayName: string | null;
            disabled: boolean;
            hasDocument: boolean;
        } | null>, unknown>;
    };
    invites: {
        createInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            inviteId: string;
        }>, unknown>;
        withdrawInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            inviteId: string;
        }>, unknown>;
        acceptInvite: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            version: number;
            role: string | null;
            status: "applied" | "pending" | "rejected";
            problem: import("../core/problems.js").Problem | null;
        } & {
            taken: boolean;
        }>, unknown>;
    };
    settings: {
        setAccessSettings: import("firebase-functions/https").CallableFunction<unknown, Promise<import("../core/access-settings.js").AccessSettings>, unknown>;
    };
    jobs: {
        runJob: import("firebase-functions/tasks").TaskQueueFunction<unknown>;
        reconcileClaims: import("firebase-functions/scheduler").ScheduleFunction;
        expireGrants: import("firebase-functions/scheduler").ScheduleFunction;
        bulkSetRoles: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            jobId: string;
            total: number;
        }>, unknown>;
        stopJob: import("firebase-functions/https").CallableFunction<unknown, Promise<{
            status: import("../core/jobs.js").JobStatus;
        }>, unknown>;
    };
    /** Puts a guard before the handler of a callable: see `requires`. */
    guardCallable: GuardCall<Permission>;
    /**
     * The HTTP side, which Hosting serves below `/api` (`firebase.json`), from the same origin as the app:
     * there is no CORS. Everybody may call it; each route has its own guard.
     */
    api: (permissions: {
        readonly readPosts: Permission;
        readonly readAuditLog: Permission;
    }) => import("firebase-functions/https").HttpsFunction;
};
