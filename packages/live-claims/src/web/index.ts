export { additionalClaims } from './additional-claims.ts';
export { can } from './can.ts';
export { createLiveClaims, type LiveClaimsOptions } from './create-live-claims.ts';
export { LiveClaimsError, type LiveClaimsErrorCode, type RevokedReason } from './errors.ts';
export {
  type FollowOptions,
  followWithSession,
  type SessionFollower,
} from './follow-with-session.ts';
export type {
  AdditionalOf,
  AdditionalTypes,
  AppTypes,
  ClaimsSnapshot,
  ClaimsStatus,
  ClaimsUser,
  DevtoolsHook,
  InOrg,
  LiveClaims,
  OrgAccess,
  OrgPermissionOf,
  PermissionOf,
  RoleOf,
  Unsubscribe,
  WatchObserver,
} from './types.ts';
export { createViewAs, type ViewAs, type ViewedAccess } from './view-as.ts';
export { onAccessChange, whenSettled } from './when-settled.ts';
