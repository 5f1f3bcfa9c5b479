export type { LiveDocument, LiveQuery, LiveQueryStatus } from '../web/live-query.ts';
export { createLiveClaimsVue, type LiveClaimsVue } from './create-live-claims-vue.ts';
