export { createLiveClaims } from './create-live-claims.js';
export { LiveClaimsError } from './errors.js';
