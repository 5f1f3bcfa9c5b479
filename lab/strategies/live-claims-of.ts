import { httpsCallable } from 'firebase/functions';
import { appRoles, CALLABLES, ME_PATH } from 'live-claims/core';
import { createLiveClaims, type LiveClaims, meFallback } from 'live-claims/web';
import type { Client } from '../../test/support/client.ts';
import { stack } from '../../test/support/stack.ts';

/** The client core on a client of the lab, as the web app opens it (web/src/app/open-services.ts). */
export function liveClaimsOf({ auth, firestore, functions }: Client): LiveClaims {
  return createLiveClaims({
    auth,
    firestore,
    roles: appRoles,
    requestSync: httpsCallable(functions, CALLABLES.syncMyClaims),
    fallback: meFallback(async (etag, signal) => {
      const headers = {
        Authorization: `Bearer ${await auth.currentUser?.getIdToken()}`,
        ...(etag !== null && { 'If-None-Match': etag }),
      };
      return fetch(`${stack.hostingUrl}${ME_PATH}`, { headers, signal });
    }),
  });
}
