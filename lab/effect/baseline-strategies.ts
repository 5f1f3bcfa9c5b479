import { db } from '../../test/support/admin.ts';
import { COLLECTIONS } from '../../tools/demo-paths.ts';
import { baselineMarkerPath, EDITED } from '../backend/places.ts';
import { callBaseline } from '../strategies/call-as-admin.ts';
import { openLabClient } from '../strategies/lab-client.ts';
import { listenAndRefresh } from '../strategies/listening-client.ts';
import { readsOf } from '../strategies/read-firestore.ts';
import type { Contender, LabRole, Strategy } from '../strategies/strategy.ts';
import { TOKEN_BOUND } from '../strategies/token-lifetime.ts';

/** The baseline by trigger: commit, trigger, claims, marker, push, token exchange, read. */
export const baselineByTrigger: Strategy = {
  id: 'baseline-trigger',
  name: 'The bare steps, by trigger',
  answers: '',
  source: 'lab/backend/baseline.ts',
  open: () =>
    openBaseline(async (uid, role) => {
      await db.doc(`${EDITED.baseline}/${uid}`).set({ role }, { merge: true });
      return performance.now();
    }),
};

/** The same by a call that writes the document. */
export const baselineByCallable: Strategy = {
  id: 'baseline-callable',
  name: 'The bare steps, by a callable',
  answers: '',
  source: 'lab/backend/baseline.ts',
  open: () => openBaseline((uid, role) => callBaseline({ uid, role })),
};

async function openBaseline(
  change: (uid: string, role: LabRole) => Promise<number>,
): Promise<Contender> {
  const lab = await openLabClient();
  const { uid } = lab;
  const listener = await listenAndRefresh(lab, baselineMarkerPath(uid));
  const first = listener.untilRole('viewer');
  await change(uid, 'viewer');
  await first;
  return {
    // What ours reads, by the same rules.
    ...readsOf(COLLECTIONS.posts, lab),
    claimsOf: uid,
    refusingBound: TOKEN_BOUND,
    change: (role) => change(uid, role),
    untilLearned: listener.untilRole,
    async close() {
      listener.stop();
      await lab.client.close();
    },
  };
}
