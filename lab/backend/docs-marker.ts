import { onDocumentWritten } from 'firebase-functions/firestore';
import { DOCS_METADATA, EDITED } from './places.ts';
import { auth, db } from './project.ts';

/**
 * Firebase's documentation, "Control access with custom claims": sets the claims, then the time in
 * `metadata/{uid}/refreshTime`, which the client listens on.
 * https://firebase.google.com/docs/auth/admin/custom-claims
 *
 * There it is Realtime Database and a function at sign-up. Here a document takes the place of the
 * node, because no emulator of that database can be had, and a write of a role the place of the
 * sign-up, as the pattern is used for changes.
 */
export const labDocsMarker = onDocumentWritten(
  `${EDITED.docsMarker}/{uid}`,
  async ({ params: { uid }, data }) => {
    const role: unknown = data?.after.get('role');
    await auth.setCustomUserClaims(uid, { role });
    await db.doc(`${DOCS_METADATA}/${uid}`).set({ refreshTime: Date.now() });
  },
);
