export { createLiveClaims, type LiveClaimsOptions } from './create-live-claims.js';
export { LiveClaimsError, type LiveClaimsErrorCode, type RevokedReason } from './errors.js';
export type { ClaimsSnapshot, ClaimsStatus, ClaimsUser, LiveClaims, PermissionOf, RoleOf, Unsubscribe, WatchObserver, } from './types.js';
