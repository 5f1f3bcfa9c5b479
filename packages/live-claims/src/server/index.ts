export {
  type AnyRequirement,
  type Caller,
  type OrgRequirement,
  type Requirement,
  requires,
} from '../functions/guards/check-access.ts';
export type { OrgRole } from '../functions/guards/guard.ts';
export type { CookieOptions } from '../functions/guards/session-cookie.ts';
export {
  type LiveClaimsServer,
  liveClaimsServer,
  type RequestLike,
  type ServerOptions,
  type Session,
  type SessionResult,
} from './live-claims-server.ts';
export { nodeHandler } from './node-handler.ts';
