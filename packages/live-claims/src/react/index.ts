export type { LiveDocument, LiveQuery, LiveQueryStatus } from '../web/live-query.ts';
export { createLiveClaimsReact, type LiveClaimsReact } from './create-live-claims-react.tsx';
