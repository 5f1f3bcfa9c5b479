import { onDocumentWritten } from 'firebase-functions/firestore';
import { onCall } from 'firebase-functions/https';
import { machineNow } from './machine-clock.ts';
import { baselineMarkerPath, EDITED, HOPS_SEEN } from './places.ts';
import { auth, db } from './project.ts';

/*
 * The baseline: what any approach has to do that puts a role into claims and tells the client, one step
 * after the other and without any care. Nothing is read, checked, logged or audited; a lost or late
 * event leaves the wrong role for good.
 */

/** After the write of a document. */
export const labBaseline = onDocumentWritten(
  `${EDITED.baseline}/{uid}`,
  async ({ params: { uid }, data }) => {
    const entered = machineNow();
    await publish(uid, data?.after.get('role'), entered);
  },
);

/** Writes the document itself. */
export const labBaselineCall = onCall<{ uid: string; role: string }>(
  async ({ data: { uid, role } }) => {
    const entered = machineNow();
    await db.doc(`labBaselineSource/${uid}`).set({ role });
    await publish(uid, role, entered);
  },
);

/** Does nothing but say when it was entered: a trigger by itself. */
export const labHop = onDocumentWritten(`${EDITED.hop}/{id}`, async ({ params: { id } }) => {
  const entered = machineNow();
  await db.doc(`${HOPS_SEEN}/${id}`).set({ entered });
});

async function publish(uid: string, role: unknown, entered: number): Promise<void> {
  const version = Date.now() * 1000;
  await auth.setCustomUserClaims(uid, { role, cv: version });
  const claimsSet = machineNow();
  await db.doc(baselineMarkerPath(uid)).set({ version, role, entered, claimsSet });
}
