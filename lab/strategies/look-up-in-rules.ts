import { doc, onSnapshot } from 'firebase/firestore';
import { db } from '../../test/support/admin.ts';
import { ROLES, THINGS } from '../backend/places.ts';
import { openLabClient } from './lab-client.ts';
import { readsOf } from './read-firestore.ts';
import type { Strategy } from './strategy.ts';

/** The role is a field of a document that the rules look up each time, and that the client watches. */
export const lookUpInRules: Strategy = {
  id: 'look-up-in-rules',
  name: 'A role document, looked up by the rules on each request',
  answers: 'T4, T10',
  source: 'https://firebase.google.com/docs/firestore/solutions/role-based-access',
  async open() {
    const lab = await openLabClient();
    const path = `${ROLES}/${lab.uid}`;
    await db.doc(path).set({ role: 'viewer' });
    let seen: unknown = null;
    let changed = Promise.withResolvers<void>();
    const stop = onSnapshot(doc(lab.client.firestore, path), (snapshot) => {
      seen = snapshot.get('role');
      changed.resolve();
      changed = Promise.withResolvers();
    });
    await changed.promise;
    return {
      ...readsOf(THINGS.byLookUp, lab),
      claimsOf: null,
      refusingBound: null,
      async change(role) {
        await db.doc(path).set({ role }, { merge: true });
        return performance.now();
      },
      async untilLearned(role) {
        while (seen !== role) await changed.promise;
        const at = performance.now();
        return { at, markerAt: at, tokenAt: null, drawnWait: 0 };
      },
      async close() {
        stop();
        await lab.client.close();
      },
    };
  },
};
