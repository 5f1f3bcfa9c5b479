const { initializeApp } = require('firebase-admin/app');
const { getFirestore } = require('firebase-admin/firestore');
const { setGlobalOptions } = require('firebase-functions/v2');
const { onDocumentCreated } = require('firebase-functions/v2/firestore');
const { HttpsError, onCall } = require('firebase-functions/v2/https');

initializeApp();
setGlobalOptions({ region: 'europe-west1' });

const ADMINS = ['admin', 'super_admin'];

/** Notes every new person in the log. */
exports.logRegistration = onDocumentCreated('users/{uid}', async (event) => {
  await getFirestore()
    .collection('logs')
    .add({ text: `Registered: ${event.data.get('email')}` });
});

exports.clearLogs = onCall(async ({ auth }) => {
  const me = await getFirestore().doc(`users/${auth?.uid}`).get();
  if (!ADMINS.includes(me.get('role'))) throw new HttpsError('permission-denied', 'Admins only.');
  const logs = await getFirestore().collection('logs').get();
  await Promise.all(logs.docs.map((entry) => entry.ref.delete()));
});
