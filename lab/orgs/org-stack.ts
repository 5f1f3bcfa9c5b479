import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { auth, db } from '../../test/support/admin.ts';
import { putRules } from '../backend/put-lab-rules.ts';
import { LISTS, ORG, orgApp, orgRules } from './org-app.ts';

/** The documents of the app with organisations, on the stack of this process. */
export const store = new Store(db, orgApp);

/** Its sync, in this process: to look what it would do, or to settle somebody without a function. */
export const engine = syncEngine(auth, store, orgApp.roles);

/** Puts its rules in force, and one document into each list that is read. */
export async function prepareOrgApp(env?: NodeJS.ProcessEnv): Promise<void> {
  await putRules(orgRules(), env);
  const batch = db.batch();
  for (const list of Object.values(LISTS)) batch.set(db.doc(`${list}/one`), { title: 'A note' });
  batch.set(db.doc(`orgs/${ORG}`), { name: ORG });
  await batch.commit();
}
