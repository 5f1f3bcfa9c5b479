import './options.ts';

export { setUserRole } from './callables/set-user-role.ts';
export { syncMyClaims } from './callables/sync-my-claims.ts';
export { provisionUser } from './triggers/provision-user.ts';
export { syncClaims } from './triggers/sync-claims.ts';
