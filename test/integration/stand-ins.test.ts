import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { topRole } from 'live-claims/core';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { commitEdit } from '../../packages/live-claims/src/functions/edit/commit-edit.ts';
import { authAccounts } from '../../packages/live-claims/src/functions/firebase/auth-accounts.ts';
import { firestoreDocuments } from '../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { firestoreMemberships } from '../../packages/live-claims/src/functions/firebase/firestore-memberships.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { callerSince } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { COLLECTIONS, userPath } from '../../tools/demo-paths.ts';
import { describeContract } from '../support/contract-tests.ts';

/** Its own project: no trigger of the app under test interferes. */
const app = initializeApp({ projectId: 'demo-backend' }, 'backend');
const auth = getAuth(app);
const db = getFirestore(app);
const store = new Store(db, config);
const OWNER = 'olivia';

describeContract('The emulators', () => {
  const owner = db.doc(userPath(OWNER)).set({ role: topRole(appRoles) });
  return {
    accounts: authAccounts(auth),
    documents: firestoreDocuments(store),
    memberships: firestoreMemberships(store),
    async writeMembership(uid, orgId, data) {
      await (data === null
        ? store.member(orgId, uid).delete()
        : store.member(orgId, uid).set(data));
    },
    createAccount: async (uid) => void (await auth.createUser({ uid })),
    deleteAccount: (uid) => auth.deleteUser(uid),
    async writeUser(uid, data) {
      const user = db.doc(userPath(uid));
      await (data === null ? user.delete() : user.set(data));
    },
    async commitRole(uid, role, changeId, expected) {
      await owner;
      const now = Date.now();
      const caller = callerSince(OWNER, Math.floor(now / 1000));
      const by = { kind: 'person', caller } as const;
      const order = { by, uid, edit: { role }, changeId, now };
      const decidedOn =
        expected === undefined
          ? {}
          : { expected: { role: expected, expiresAt: null, disabled: false } };
      const engine = syncEngine(auth, store, appRoles);
      const { outcome } = await commitEdit({ store, engine }, { ...order, ...decidedOn });
      return { outcome };
    },
    async countAuditEntries(uid) {
      const entries = db.collection(COLLECTIONS.audit).where('uid', '==', uid);
      return (await entries.count().get()).data().count;
    },
  };
});
