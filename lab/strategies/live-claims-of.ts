import { ME_PATH } from 'live-claims/core';
import { createLiveClaims, type LiveClaims } from 'live-claims/web';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import type { Client } from '../../test/support/client.ts';
import { stack } from '../../test/support/stack.ts';

/** The client core on a client of the lab, as the web app opens it (web/src/app/open-services.ts). */
export function liveClaimsOf({ auth, firestore, functions }: Client): LiveClaims {
  const pollingUrl = `${stack.hostingUrl}${ME_PATH}`;
  return createLiveClaims({ auth, firestore, functions, config: { roles: appRoles }, pollingUrl });
}
