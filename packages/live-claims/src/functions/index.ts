export { type Caller, type Requirement, requires } from './guards/check-access.ts';
export { type HostOptions, liveClaims } from './live-claims.ts';
