export { type Caller, type Requirement, requires } from './guards/check-access.js';
export { type HostOptions, liveClaims } from './live-claims.js';
