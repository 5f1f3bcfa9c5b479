/** The code under the check: the real modules, which a seeded bug replaces by a patched copy. */
export { accountCreated } from '../../functions/src/provision/account-created.ts';
export { provisionAccount } from '../../functions/src/provision/provision-account.ts';
export { applyChange } from '../../functions/src/role-change/apply-change.ts';
export { followEdit } from '../../functions/src/sync/follow-edit.ts';
export { syncUser } from '../../functions/src/sync/sync-user.ts';
export { startLiveClaims } from '../../web/src/live-claims/live-claims.ts';
