import { db } from '../../test/support/admin.ts';
import { ROLES } from '../backend/places.ts';
import { afterChange } from './after-change.ts';
import { drawWait } from './draw-wait.ts';
import { askApi, bearer, statusOf } from './lab-api-client.ts';
import { openLabClient } from './lab-client.ts';
import { isLetThrough } from './read-firestore.ts';
import type { Strategy, StrategyFacts } from './strategy.ts';

const PATH = '/things/looked-up';

/** The token says who it is; `GET /me` says what they may do, and the API looks that up each time. */
function askingMe(facts: StrategyFacts, everyMs: number): Strategy {
  return {
    ...facts,
    async open() {
      const lab = await openLabClient();
      const document = db.doc(`${ROLES}/${lab.uid}`);
      await document.set({ role: 'viewer' });
      const change = afterChange();
      const read = async () => isLetThrough(await statusOf(PATH, await lab.token()));
      return {
        claimsOf: null,
        refusingBound: null,
        async change(role) {
          await document.set({ role }, { merge: true });
          const at = performance.now();
          change.acknowledged();
          return at;
        },
        async untilLearned(role) {
          await change.wait();
          const response = await askApi('/me', bearer(await lab.token()));
          const me = (await response.json()) as { role: unknown };
          if (me.role !== role) throw new Error(`GET /me says ${me.role}, not ${role}.`);
          const at = performance.now();
          return { at, markerAt: null, tokenAt: null, drawnWait: drawWait(everyMs) };
        },
        read,
        probe: read,
        keep: lab.keep,
        readRefusing: async () => isLetThrough(await statusOf(PATH, lab.kept())),
        idle: {
          everyMs,
          once: async () => (await askApi('/me', bearer(await lab.token()))).arrayBuffer(),
        },
        close: () => lab.client.close(),
      };
    },
  };
}

export const askEveryMinute = askingMe(
  {
    id: 'me-60s',
    name: 'GET /me every 60 s, roles looked up by the API',
    answers: 'T5',
    // `refetchInterval`
    source: 'https://next-auth.js.org/getting-started/client',
  },
  60_000,
);

export const askEvery5Seconds = askingMe(
  {
    id: 'me-5s',
    name: 'GET /me every 5 s, roles looked up by the API',
    answers: 'T5',
    source: 'https://next-auth.js.org/getting-started/client',
  },
  5_000,
);

/**
 * How long people stay on a page: on average a little less than a minute.
 * https://www.nngroup.com/articles/how-long-do-users-stay-on-web-pages/
 */
const PAGE_VISIT_MS = 60_000;

export const askOnNavigation = askingMe(
  {
    id: 'me-on-navigation',
    name: 'GET /me on navigation (a page a minute), roles looked up by the API',
    answers: 'T5',
    source: 'https://inertiajs.com/docs/v1/the-basics/shared-data.md',
  },
  PAGE_VISIT_MS,
);
