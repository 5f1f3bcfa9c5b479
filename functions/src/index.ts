import './options.ts';

export { bulkSetRoles } from './callables/bulk-set-roles.ts';
export { setUserRole } from './callables/set-user-role.ts';
export { syncMyClaims } from './callables/sync-my-claims.ts';
export { provisionUser } from './triggers/provision-user.ts';
export { reconcileClaims } from './triggers/reconcile-claims.ts';
export { runJob } from './triggers/run-job.ts';
export { syncClaims } from './triggers/sync-claims.ts';
