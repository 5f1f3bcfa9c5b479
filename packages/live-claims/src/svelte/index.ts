export type { LiveDocument, LiveQuery, LiveQueryStatus } from '../web/live-query.ts';
export {
  createLiveClaimsRunes,
  createLiveClaimsStores,
  type LiveClaimsRunes,
  type LiveClaimsStores,
} from './create-live-claims-svelte.ts';
