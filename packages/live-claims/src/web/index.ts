export { createLiveClaims } from './create-live-claims.ts';
export type { Clock, Environment, TabChannel } from './environment.ts';
export { LiveClaimsError, type LiveClaimsErrorCode } from './live-claims-error.ts';
export { type FetchMe, meFallback, type OpenMeFallback } from './me-fallback.ts';
export type {
  ClaimsSnapshot,
  ClaimsStatus,
  ClaimsUser,
  LiveClaims,
  LiveClaimsOptions,
  RevokedReason,
  Undo,
  WatchObserver,
} from './types.ts';
