import { httpsCallable } from 'firebase/functions';
import { CALLABLES, COLLECTIONS } from 'live-claims/core';
import { createPerson, editInConsole } from '../../test/support/admin.ts';
import { signIn } from '../../test/support/client.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import { liveClaimsOf } from './live-claims-of.ts';
import { readList, requestList } from './read-firestore.ts';
import type { Contender, LabRole, Strategy } from './strategy.ts';

/** Makes the change. @returns when it was acknowledged, or sent. */
type Change = (uid: string, role: LabRole) => Promise<number>;

/** An unfiltered list: drafts too, which the rules give to editors whose token is current. */
const LIST = COLLECTIONS.posts;

export const oursByTrigger: Strategy = {
  id: 'ours-trigger',
  name: 'live-claims, edit in the console',
  answers: 'T7, T11, T12',
  source: 'packages/live-claims/src/functions/sync, packages/live-claims/src/web',
  open: () =>
    openOurs(async (uid, role) => {
      await editInConsole(uid, { role });
      return performance.now();
    }),
};

export const oursByCallable: Strategy = {
  id: 'ours-callable',
  name: 'live-claims, by the callable',
  answers: 'T7, T11, T12',
  source: 'packages/live-claims/src/functions/role-change, packages/live-claims/src/web',
  async open() {
    const admin = await signIn(await createPerson('admin'));
    const setUserRole = httpsCallable(admin.functions, CALLABLES.setUserRole);
    const contender = await openOurs(async (uid, role) => {
      const sent = performance.now();
      await setUserRole({ uid, role });
      return sent;
    });
    return {
      ...contender,
      async close() {
        await contender.close();
        await admin.close();
      },
    };
  },
};

async function openOurs(change: Change): Promise<Contender> {
  const person = await createPerson('viewer');
  const client = await signIn(person);
  const live = liveClaimsOf(client);
  await untilSnapshot(live, ({ status }) => status === 'fresh');
  const token = async () => (await client.auth.currentUser?.getIdToken()) ?? '';
  let kept = await token();
  return {
    claimsOf: person.uid,
    refusingBound: null,
    change: (role) => change(person.uid, role),
    async untilLearned(role) {
      const { version } = live.getSnapshot();
      const marker = untilSnapshot(
        live,
        ({ markerVersion }) => (markerVersion ?? 0) > version,
      ).then(() => performance.now());
      await untilSnapshot(live, (now) => now.role === role && now.status === 'fresh');
      const at = performance.now();
      return { at, markerAt: await marker, tokenAt: at, drawnWait: 0 };
    },
    read: () => readList(client.firestore, LIST),
    probe: async () => requestList(LIST, await token()),
    async keep() {
      kept = await token();
    },
    readRefusing: () => requestList(LIST, kept),
    async close() {
      live.close();
      await client.close();
    },
  };
}
