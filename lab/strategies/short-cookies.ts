import { tokenClaims } from '../../test/support/client.ts';
import { COOKIE_SECONDS } from '../backend/places.ts';
import { changedByCall } from './changed-by-call.ts';
import { drawWait } from './draw-wait.ts';
import { askApi, bearer } from './lab-api-client.ts';
import { openLabClient } from './lab-client.ts';
import { isLetThrough } from './read-firestore.ts';
import type { Strategy } from './strategy.ts';

const LIFETIME_MS = COOKIE_SECONDS * 1000;

/** The API believes a session cookie with the claims in it, of the shortest life that there is. */
export const shortCookies: Strategy = {
  id: 'short-cookies',
  name: `Session cookies of ${COOKIE_SECONDS / 60} min, renewed when they run out`,
  answers: 'T2',
  source: 'https://firebase.google.com/docs/auth/admin/manage-cookies',
  async open() {
    const lab = await openLabClient();
    const { uid } = lab;
    const { change, changed } = changedByCall('claims', uid);
    const renewed = async () => cookieFor(await lab.token());
    let cookie = await renewed();
    let kept = cookie;
    const read = () => readWith(cookie);
    return {
      claimsOf: uid,
      refusingBound: {
        ms: LIFETIME_MS,
        why: `A session cookie lives for ${COOKIE_SECONDS} s at least, and nothing else is looked at.`,
      },
      change,
      async untilLearned(role) {
        await changed();
        await lab.refresh(role);
        cookie = await renewed();
        const at = performance.now();
        return { at, markerAt: null, tokenAt: at, drawnWait: drawWait(LIFETIME_MS) };
      },
      read,
      probe: read,
      async keep() {
        kept = cookie;
      },
      readRefusing: () => readWith(kept),
      // A cookie says what the token says from which it was made.
      idle: {
        everyMs: LIFETIME_MS,
        async once() {
          await tokenClaims(lab.client, true);
          cookie = await renewed();
        },
      },
      close: () => lab.client.close(),
    };
  },
};

async function cookieFor(token: string): Promise<string> {
  const response = await askApi('/cookie', bearer(token), 'POST');
  await response.arrayBuffer();
  const [cookie] = response.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`POST /cookie answered HTTP ${response.status}.`);
  return cookie.split(';', 1)[0] as string;
}

async function readWith(cookie: string): Promise<boolean> {
  const response = await askApi('/things/by-cookie', { cookie });
  await response.arrayBuffer();
  return isLetThrough(response.status);
}
