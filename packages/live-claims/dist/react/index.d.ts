export { createLiveClaimsReact, type LiveClaimsReact } from './create-live-claims-react.js';
export type { LiveDocument, LiveQuery, LiveQueryStatus } from './use-live-query.js';
