import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import config from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { type Project, syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { stack } from './stack.ts';

export interface EmptyProject extends Project {
  /** Removes every account and every document. */
  empty(): Promise<void>;
}

/**
 * A project of its own on the emulators: no other test uses it, and no function listens there.
 *
 * @param projectId one that begins with `demo-`.
 */
export function emptyProject(projectId: string): EmptyProject {
  const app = initializeApp({ projectId }, projectId);
  const auth = getAuth(app);
  const db = getFirestore(app);
  const store = new Store(db, config);
  const documents = `v1/projects/${projectId}/databases/(default)/documents`;
  const owner = { authorization: 'Bearer owner' };
  return {
    db,
    store,
    auth,
    engine: syncEngine(auth, store, config.roles),
    limits: config.limits,
    provisioning: config.provisioning,
    onAccountDeleted: config.onAccountDeleted,
    async empty() {
      const answers = await Promise.all([
        fetch(`http://${stack.firestore}/emulator/${documents}`, { method: 'DELETE' }),
        fetch(`http://${stack.auth}/emulator/v1/projects/${projectId}/accounts`, {
          method: 'DELETE',
          headers: owner,
        }),
      ]);
      for (const { ok, status, url } of answers) {
        if (!ok) throw new Error(`${url} answered ${status}.`);
      }
    },
  };
}
