import { onRequest } from 'firebase-functions/https';
import { accountFunctions } from './account-functions.js';
import { createApi } from './api/create-api.js';
import { inviteCallables } from './callables/invite-callables.js';
import { settingsCallable } from './callables/settings-callable.js';
import { userCallables } from './callables/user-callables.js';
import { createHost } from './host.js';
import { jobFunctions } from './job-functions.js';
import { projectOf } from './project.js';
import { syncFunctions } from './sync-functions.js';
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
export function liveClaims(config, { app, options = {}, accountsPerSecond } = {}) {
    const host = createHost(config, { maxInstances: 10, ...options, region: config.region }, accountsPerSecond ?? (() => config.limits.accountsPerSecond), () => projectOf(config, app?.()));
    return {
        sync: syncFunctions(host),
        provisioning: accountFunctions(host),
        users: userCallables(host),
        invites: inviteCallables(host),
        settings: { setAccessSettings: settingsCallable(host) },
        jobs: jobFunctions(host),
        /** Puts a guard before the handler of a callable: see `requires`. */
        guardCallable: host.guardCall,
        /**
         * The HTTP side, which Hosting serves below `/api` (`firebase.json`), from the same origin as the app:
         * there is no CORS. Everybody may call it; each route has its own guard.
         */
        api: (permissions) => onRequest({ ...host.options, cors: false, invoker: 'public' }, once(() => createApi({ ...host.project(), roles: config.roles, permissions, guard: host.guard }))),
    };
}
/** A handler that is made by its first request. */
function once(make) {
    let made = null;
    return (request, response) => {
        made ??= make();
        return made(request, response);
    };
}
