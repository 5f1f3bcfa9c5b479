import './options.ts';

export { acceptInvite } from './callables/accept-invite.ts';
export { bulkSetRoles } from './callables/bulk-set-roles.ts';
export { createInvite } from './callables/create-invite.ts';
export { deleteUser } from './callables/delete-user.ts';
export { endSessions } from './callables/end-sessions.ts';
export { setAccessSettings } from './callables/set-access-settings.ts';
export { setUserDisabled } from './callables/set-user-disabled.ts';
export { setUserRole } from './callables/set-user-role.ts';
export { syncMyClaims } from './callables/sync-my-claims.ts';
export { withdrawInvite } from './callables/withdraw-invite.ts';
export { api } from './triggers/api.ts';
export { expireGrants } from './triggers/expire-grants.ts';
export { forgetUser } from './triggers/forget-user.ts';
export { provisionUser } from './triggers/provision-user.ts';
export { reconcileClaims } from './triggers/reconcile-claims.ts';
export { runJob } from './triggers/run-job.ts';
export { syncClaims } from './triggers/sync-claims.ts';
