import { db } from '../../test/support/admin.ts';
import { LIFETIME_OVER_HEADER, ROLE_LIFETIME_SECONDS, ROLES } from '../backend/places.ts';
import { afterChange } from './after-change.ts';
import { drawWait } from './draw-wait.ts';
import { statusOf } from './lab-api-client.ts';
import { openLabClient } from './lab-client.ts';
import { isLetThrough } from './read-firestore.ts';
import { startRedis } from './redis-server.ts';
import type { Strategy, StrategyFacts } from './strategy.ts';

const LIFETIME_MS = ROLE_LIFETIME_SECONDS * 1000;

/** The API looks the role up, and believes it until its lifetime is over; no edit reaches the cache. */
function cached(
  facts: StrategyFacts,
  path: string,
  prepare: () => Promise<() => Promise<void>>,
): Strategy {
  return {
    ...facts,
    async open() {
      const undo = await prepare();
      const lab = await openLabClient();
      const document = db.doc(`${ROLES}/${lab.uid}`);
      await document.set({ role: 'viewer' });
      const change = afterChange();
      /** From here on no instance believes what it knew before the change. */
      let over = false;
      const ask = async () => {
        const more = over ? { [LIFETIME_OVER_HEADER]: '1' } : undefined;
        return isLetThrough(await statusOf(path, await lab.token(), more));
      };
      await ask();
      return {
        claimsOf: null,
        refusingBound: {
          ms: LIFETIME_MS,
          why: `A role that was looked up is used for ${ROLE_LIFETIME_SECONDS} s, for all requests.`,
        },
        async change(role) {
          over = false;
          await document.set({ role }, { merge: true });
          const at = performance.now();
          change.acknowledged();
          return at;
        },
        async untilLearned(role) {
          await change.wait();
          over = true;
          if ((await ask()) !== (role === 'editor')) throw new Error(`The cache is not ${role}.`);
          const at = performance.now();
          return { at, markerAt: null, tokenAt: null, drawnWait: drawWait(LIFETIME_MS) };
        },
        read: ask,
        probe: ask,
        keep: async () => {},
        readRefusing: ask,
        async close() {
          await lab.client.close();
          await undo();
        },
      };
    },
  };
}

export const cachedInMemory = cached(
  {
    id: 'cached-in-memory',
    name: `Roles cached in memory for ${ROLE_LIFETIME_SECONDS} s`,
    answers: 'T6',
    source: 'https://nestjscourses.com/article/8e714d85-376d-4765-851d-7ac6eea2833a',
  },
  '/things/cached',
  async () => async () => {},
);

export const cachedInRedis = cached(
  {
    id: 'cached-in-redis',
    name: `Roles cached in Redis for ${ROLE_LIFETIME_SECONDS} s`,
    answers: 'T6',
    source:
      'https://dev.to/santhanam87/warmed-permission-cache-speed-security-and-the-real-trade-offs-341',
  },
  '/things/redis',
  startRedis,
);
