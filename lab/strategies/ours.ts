import { httpsCallable } from 'firebase/functions';
import { CALLABLES } from 'live-claims/core';
import { createPerson, editInConsole } from '../../test/support/admin.ts';
import { signIn } from '../../test/support/client.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import { COLLECTIONS } from '../../tools/demo-paths.ts';
import { CHECKED } from '../backend/places.ts';
import { liveClaimsOf } from './live-claims-of.ts';
import { readList, requestList } from './read-firestore.ts';
import type { Contender, LabRole, Strategy } from './strategy.ts';
import { TOKEN_BOUND } from './token-lifetime.ts';

/** Makes the change. @returns when it was acknowledged, or sent. */
type Change = (uid: string, role: LabRole) => Promise<number>;

/** A list that the rules give to editors, and how long a client that keeps its token is let through. */
type Reads = Pick<Contender, 'refusingBound'> & { readonly list: string };

/** By the token alone: `can()`. */
const TOKEN_CHECK: Reads = { list: CHECKED.token, refusingBound: TOKEN_BOUND };

/** An unfiltered list of posts, drafts too: `canCurrent()`. */
const MARKER_CHECK: Reads = { list: COLLECTIONS.posts, refusingBound: null };

/** By `users/{uid}`: `canNow()`. */
const DOCUMENT_CHECK: Reads = { list: CHECKED.document, refusingBound: null };

const byEdit = (id: string, name: string, reads: Reads): Strategy => ({
  id,
  name,
  answers: 'T7, T11, T12',
  source: 'packages/live-claims/src/functions/sync, packages/live-claims/src/web',
  open: () =>
    openOurs(reads, async (uid, role) => {
      await editInConsole(uid, { role });
      return performance.now();
    }),
});

export const oursByToken = byEdit('ours-token', 'live-claims, token check', TOKEN_CHECK);
export const oursByTrigger = byEdit('ours-trigger', 'live-claims, marker check', MARKER_CHECK);
export const oursByDocument = byEdit(
  'ours-document',
  'live-claims, document check',
  DOCUMENT_CHECK,
);

export const oursByCallable: Strategy = {
  id: 'ours-callable',
  name: 'live-claims, marker check, by the callable',
  answers: 'T7, T11, T12',
  source: 'packages/live-claims/src/functions, packages/live-claims/src/web',
  async open() {
    const admin = await signIn(await createPerson('admin'));
    const setUserRole = httpsCallable(admin.functions, CALLABLES.setUserRole);
    const contender = await openOurs(MARKER_CHECK, async (uid, role) => {
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

async function openOurs({ list, refusingBound }: Reads, change: Change): Promise<Contender> {
  const person = await createPerson('viewer');
  const client = await signIn(person);
  const live = liveClaimsOf(client);
  await untilSnapshot(live, ({ status }) => status === 'fresh');
  const token = async () => (await client.auth.currentUser?.getIdToken()) ?? '';
  let kept = await token();
  return {
    claimsOf: person.uid,
    refusingBound,
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
    read: () => readList(client.firestore, list),
    probe: async () => requestList(list, await token()),
    async keep() {
      kept = await token();
    },
    readRefusing: () => requestList(list, kept),
    async close() {
      live.close();
      await client.close();
    },
  };
}
