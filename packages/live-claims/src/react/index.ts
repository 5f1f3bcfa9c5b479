export { createLiveClaimsReact, type LiveClaimsReact } from './create-live-claims-react.tsx';
export type { LiveDocument, LiveQuery, LiveQueryStatus } from './use-live-query.ts';
