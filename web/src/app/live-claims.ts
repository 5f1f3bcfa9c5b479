import { createLiveClaimsReact } from 'live-claims/react';
import type config from '../../../functions/src/live-claims.config.ts';

/** The React bindings, typed by the demo's configuration. */
export const {
  LiveClaimsProvider,
  useLiveClaims,
  useLiveClaimsClient,
  useCan,
  useLiveQuery,
  useLiveDocument,
  Can,
} = createLiveClaimsReact<typeof config>();
