export type { Content, JsonContent, PageContent } from './api/content.ts';
export { type Html, html } from './api/page.ts';
export type { EditResult } from './edit/edit.ts';
export type { EditRefusal } from './edit/order.ts';
export type { UndoRefusal } from './edit/undo.ts';
export {
  type AnyRequirement,
  type Caller,
  callerOf,
  type OrgRequirement,
  type Requirement,
  requires,
} from './guards/check-access.ts';
export type { GuardedCaller, OrgRole } from './guards/guard.ts';
export type { FunctionName } from './host.ts';
export type { InviteMail, OnInvite } from './invites/send-invite.ts';
export {
  type AccessChange,
  type HostOptions,
  liveClaims,
  type MembershipChange,
  type Placement,
  type UndoRequest,
} from './live-claims.ts';
export type { MembershipResult } from './orgs/people-edit.ts';
export type { MembershipRefusal } from './orgs/plan-membership.ts';
