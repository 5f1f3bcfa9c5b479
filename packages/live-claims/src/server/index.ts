export {
  type Caller,
  type Requirement,
  requires,
} from '../functions/guards/check-access.ts';
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
