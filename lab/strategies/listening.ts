import { db } from '../../test/support/admin.ts';
import { DOCS_METADATA, EDITED, THINGS } from '../backend/places.ts';
import { openLabClient } from './lab-client.ts';
import { listenAndRefresh } from './listening-client.ts';
import { readsOf } from './read-firestore.ts';
import type { Strategy, StrategyFacts } from './strategy.ts';
import { TOKEN_BOUND } from './token-lifetime.ts';

/** A function puts a role from a document into the claims, and the client listens for its word. */
function listening(
  facts: StrategyFacts,
  { edited, heard }: { readonly edited: string; readonly heard: string },
): Strategy {
  return {
    ...facts,
    async open() {
      const lab = await openLabClient();
      const { uid } = lab;
      const document = db.doc(`${edited}/${uid}`);
      const listener = await listenAndRefresh(lab, `${heard}/${uid}`);
      // So that the changes to come are changes of a document that is there.
      const first = listener.untilRole('viewer');
      await document.set({ role: 'viewer' });
      await first;
      return {
        ...readsOf(THINGS.byClaim, lab),
        claimsOf: uid,
        refusingBound: TOKEN_BOUND,
        async change(role) {
          await document.set({ role }, { merge: true });
          return performance.now();
        },
        untilLearned: listener.untilRole,
        async close() {
          listener.stop();
          await lab.client.close();
        },
      };
    },
  };
}

/**
 * In the documentation it is a node of Realtime Database. No emulator of that can be had here, so a
 * document stands in; see lab/backend/docs-marker.ts.
 */
export const docsMarker = listening(
  {
    id: 'docs-marker',
    name: "Claims and a refreshTime marker, as in Firebase's documentation",
    answers: 'T11',
    source: 'https://firebase.google.com/docs/auth/admin/custom-claims',
  },
  { edited: EDITED.docsMarker, heard: DOCS_METADATA },
);

/** The client is that of the extension's POSTINSTALL.md. */
export const extension = listening(
  {
    id: 'firestore-auth-claims',
    name: 'The extension firestore-auth-claims',
    answers: 'T11',
    source:
      'https://github.com/FirebaseExtended/experimental-extensions/tree/next/firestore-auth-claims',
  },
  { edited: EDITED.extension, heard: EDITED.extension },
);
