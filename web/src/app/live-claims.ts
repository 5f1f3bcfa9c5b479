import { createLiveClaimsReact } from 'live-claims/react';
import type { appRoles } from '../../../functions/src/live-claims.config.ts';

/** The React bindings, typed by the demo's role table. */
export const {
  LiveClaimsProvider,
  useLiveClaims,
  useLiveClaimsClient,
  useCan,
  useLiveQuery,
  useLiveDocument,
  Can,
} = createLiveClaimsReact<typeof appRoles>();
