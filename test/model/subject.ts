/** The code under the check: the real modules, which a seeded bug replaces by a patched copy. */

export { applyEdit } from '../../packages/live-claims/src/functions/edit/edit.ts';
export { copyMemberships } from '../../packages/live-claims/src/functions/orgs/copy-memberships.ts';
export { followMembership } from '../../packages/live-claims/src/functions/orgs/follow-membership.ts';
export {
  accountCreated,
  provisionAccount,
} from '../../packages/live-claims/src/functions/provision/provision-account.ts';
export { followEdit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
export { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
export { startLiveClaims } from '../../packages/live-claims/src/web/live-claims.ts';
