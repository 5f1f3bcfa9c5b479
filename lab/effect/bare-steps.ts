import { doc, onSnapshot } from 'firebase/firestore';
import { auth, db, untilData } from '../../test/support/admin.ts';
import { COLLECTIONS } from '../../tools/demo-paths.ts';
import { machineNow } from '../backend/machine-clock.ts';
import { baselineMarkerPath, EDITED, HOPS_SEEN } from '../backend/places.ts';
import { openLabClient } from '../strategies/lab-client.ts';
import { readList } from '../strategies/read-firestore.ts';

/** Each step of the baseline by itself; milliseconds. */
export type BareSteps = Readonly<Record<(typeof BARE_STEPS)[number], number>>;

export const BARE_STEPS = [
  'commit of a document',
  'trigger hop',
  'claims call',
  'marker write',
  'push to a listener',
  'token exchange',
  'first read with a new token',
] as const;

export interface StepsBench {
  measure(): Promise<BareSteps>;
  close(): Promise<void>;
}

/** One person with a client, to measure the steps on, one after the other and nothing beside. */
export async function openBareSteps(): Promise<StepsBench> {
  const lab = await openLabClient('editor');
  const { uid, client } = lab;
  const marker = db.doc(baselineMarkerPath(uid));
  let heard = Promise.withResolvers<number>();
  const attached = heard.promise;
  const stop = onSnapshot(doc(client.firestore, marker.path), () =>
    heard.resolve(performance.now()),
  );
  await attached;

  return {
    async measure() {
      const commit = await timed(() => db.doc(`labBareSteps/${uid}`).set({ at: Date.now() }));
      const version = Date.now() * 1000;
      const claims = await timed(() =>
        auth.setCustomUserClaims(uid, { role: 'editor', cv: version }),
      );
      heard = Promise.withResolvers();
      const written = await timed(() => marker.set({ version, role: 'editor' }));
      const push = Math.max(0, (await heard.promise) - written.end);
      const exchange = await timed(() => lab.refresh('editor'));
      const read = await timed(() => readList(client.firestore, COLLECTIONS.posts));
      return {
        'commit of a document': commit.ms,
        'trigger hop': await triggerHop(uid),
        'claims call': claims.ms,
        'marker write': written.ms,
        'push to a listener': push,
        'token exchange': exchange.ms,
        'first read with a new token': read.ms,
      };
    },
    async close() {
      stop();
      await client.close();
    },
  };
}

async function timed(step: () => Promise<unknown>): Promise<{ ms: number; end: number }> {
  const start = performance.now();
  await step();
  const end = performance.now();
  return { ms: end - start, end };
}

/** From the acknowledgement of a write to the first line of its function. */
async function triggerHop(id: string): Promise<number> {
  const begun = machineNow();
  await db.doc(`${EDITED.hop}/${id}`).set({ at: begun });
  const committed = machineNow();
  const entered = await untilData(db.doc(`${HOPS_SEEN}/${id}`), (data) => {
    const { entered } = (data ?? {}) as { entered?: number };
    return entered !== undefined && entered > begun ? entered : null;
  });
  return Math.max(0, entered - committed);
}
