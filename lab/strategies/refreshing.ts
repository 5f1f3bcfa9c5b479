import { tokenClaims } from '../../test/support/client.ts';
import { THINGS } from '../backend/places.ts';
import { changedByCall } from './changed-by-call.ts';
import { drawWait } from './draw-wait.ts';
import { openLabClient } from './lab-client.ts';
import { readsOf } from './read-firestore.ts';
import type { Strategy, StrategyFacts } from './strategy.ts';
import { TOKEN_BOUND, TOKEN_LIFETIME_MS } from './token-lifetime.ts';

/** The role is in the claims, and the client gets a new token every so often, whatever happened. */
function refreshing(facts: StrategyFacts, everyMs: number): Strategy {
  return {
    ...facts,
    async open() {
      const lab = await openLabClient();
      const { uid } = lab;
      const { change, changed } = changedByCall('claims', uid);
      return {
        ...readsOf(THINGS.byClaim, lab),
        claimsOf: uid,
        refusingBound: TOKEN_BOUND,
        change,
        async untilLearned(role) {
          await changed();
          await lab.refresh(role);
          const at = performance.now();
          return { at, markerAt: null, tokenAt: at, drawnWait: drawWait(everyMs) };
        },
        idle: { everyMs, once: () => tokenClaims(lab.client, true) },
        close: () => lab.client.close(),
      };
    },
  };
}

export const waitForExpiry = refreshing(
  {
    id: 'wait-for-expiry',
    name: 'Claims, and wait for the token to run out',
    answers: 'T2',
    // "the user's ID token is refreshed after an older token expires"
    source: 'https://firebase.google.com/docs/auth/admin/custom-claims',
  },
  // The SDK exchanges it when it runs out, or five minutes before that where Firestore listens.
  TOKEN_LIFETIME_MS,
);

export const refreshEveryMinute = refreshing(
  {
    id: 'refresh-60s',
    name: 'Claims, forced refresh every 60 s',
    answers: 'T2',
    source: 'https://firebase.google.com/docs/auth/admin/custom-claims',
  },
  60_000,
);

export const refreshEvery5Seconds = refreshing(
  {
    id: 'refresh-5s',
    name: 'Claims, forced refresh every 5 s',
    answers: 'T2',
    source: 'https://firebase.google.com/docs/auth/admin/custom-claims',
  },
  5_000,
);
