/** The code under the check: the real modules, which a seeded bug replaces by a patched copy. */
export { setRole } from '../../functions/src/role-change/set-role.ts';
export { followEdit } from '../../functions/src/sync/follow-edit.ts';
export { syncUser } from '../../functions/src/sync/sync-user.ts';
export { startLiveClaims } from '../../web/src/live-claims/live-claims.ts';
