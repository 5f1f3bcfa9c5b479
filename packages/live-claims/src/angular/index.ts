export type { LiveDocument, LiveQuery, LiveQueryStatus } from '../web/live-query.ts';
export { createLiveClaimsAngular, type LiveClaimsAngular } from './create-live-claims-angular.ts';
