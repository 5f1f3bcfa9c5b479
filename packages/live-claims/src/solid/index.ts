export type { LiveDocument, LiveQuery, LiveQueryStatus } from '../web/live-query.ts';
export { createLiveClaimsSolid, type LiveClaimsSolid } from './create-live-claims-solid.ts';
