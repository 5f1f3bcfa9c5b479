export { createLiveClaims, type LiveClaimsOptions } from './create-live-claims.ts';
export { LiveClaimsError, type LiveClaimsErrorCode } from './live-claims-error.ts';
export type {
  ClaimsSnapshot,
  ClaimsStatus,
  ClaimsUser,
  LiveClaims,
  PermissionOf,
  RevokedReason,
  RoleOf,
  Undo,
  WatchObserver,
} from './types.ts';
