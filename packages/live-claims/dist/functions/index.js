export { requires } from './guards/check-access.js';
export { liveClaims } from './live-claims.js';
