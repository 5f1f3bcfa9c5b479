import { initializeApp } from 'firebase-admin/app';
import { onCall } from 'firebase-functions/https';
import { liveClaims, requires } from 'live-claims/functions';
import config from './live-claims.config.js';

initializeApp({ projectId: 'demo-adopter' });
const access = liveClaims(config);

export const { syncClaims, syncMyClaims } = access.sync;
export const { setUserRole, endSessions } = access.users;
export const closeThread = onCall(
  access.guardCallable(
    requires('threads.read', { check: 'document' }),
    async ({ data }, { uid }) => ({
      closed: data,
      by: uid,
    }),
  ),
);
