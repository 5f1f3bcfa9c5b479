import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { onDocumentCreated } from 'firebase-functions/v2/firestore';
import { setGlobalOptions } from 'firebase-functions/v2';

initializeApp();
setGlobalOptions({ region: 'europe-west3' });

/** Counts the reports. */
export const countReports = onDocumentCreated('reports/{report}', async () => {
  const { count } = (await getFirestore().collection('reports').count().get()).data();
  await getFirestore().doc('totals/reports').set({ count });
});
