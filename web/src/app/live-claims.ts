import type { appRoles } from 'live-claims/core';
import { createLiveClaimsReact } from 'live-claims/react';

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
