import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { afterAll, onTestFinished } from 'vitest';
import { Store } from '../../../packages/live-claims/src/functions/firebase/store.ts';
import { orgConfig } from '../../../packages/live-claims/src/testing/org-config.ts';
import { unsignedToken } from '../../rules/support/token.ts';
import { type Patch, patchOf } from '../../support/patch-source.ts';
import { stack } from '../../support/stack.ts';
import type { Defence } from './attack.ts';
import { type CallAnswer, listen, targetAt } from './functions-defence.ts';
import type { functionsOn } from './org-functions.ts';
import { weakenedModule } from './weakened-module.ts';

const ENTRY = 'test/attacks/support/org-functions.ts';
type Entry = { readonly functionsOn: typeof functionsOn };

/** The functions of an app with organisations, in an empty project of their own in which no trigger runs. */
export interface OrgTarget {
  readonly store: Store;
  readonly auth: Auth;
  /** Accounts with a document and a verified address; by id their roles, by organisation. */
  people(roles: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void>;
  /** Calls a callable as this account, which has signed in a minute ago; with these claims in the token. */
  call(name: string, uid: string, data: unknown, claims?: object): Promise<CallAnswer>;
  /** Sends something to an HTTP function as this account. */
  request(path: string, uid: string): Promise<Response>;
}

/** The address of a person of the tests. */
export const emailOf = (uid: string): string => `${uid}@example.com`;

/**
 * A defence in the functions of an app with organisations. Both sides run in this process, on the emulators: the demo's
 * functions have no such app.
 */
export function orgCode(
  name: string,
  file: string,
  find: string,
  replace: string,
): Defence<OrgTarget> {
  const weakening = patchOf({ file, find, replace });
  return {
    name: `functions: ${name}`,
    up: () => targetWith(null),
    down: () => targetWith(weakening),
  };
}

/** The functions by what is missing there: most lines of defence stop more than one attack. */
const loaded = new Map<string, Promise<Entry>>();

let project: ReturnType<typeof openOrgProject> | null = null;
afterAll(() => project && deleteApp(project.app));

function openOrgProject() {
  const projectId = `demo-attack-${randomUUID()}`;
  const app = initializeApp({ projectId }, projectId);
  return { projectId, app, auth: getAuth(app), store: new Store(getFirestore(app), orgConfig) };
}

/** To empty a project is faster than to connect to another one. */
async function emptied(projectId: string): Promise<void> {
  const emulators = [
    `${stack.firestore}/emulator/v1/projects/${projectId}/databases/(default)/documents`,
    `${stack.auth}/emulator/v1/projects/${projectId}/accounts`,
  ];
  const answers = await Promise.all(
    emulators.map((place) => fetch(`http://${place}`, { method: 'DELETE' })),
  );
  if (!answers.every(({ ok }) => ok)) throw new Error(`Could not empty ${projectId}.`);
}

async function targetWith(weakening: Patch | null): Promise<OrgTarget> {
  const key = JSON.stringify(weakening);
  const entry = loaded.get(key) ?? weakenedModule<Entry>(ENTRY, weakening);
  loaded.set(key, entry);
  const { functionsOn: functionsHere } = await entry;

  project ??= openOrgProject();
  const { projectId, app, auth, store } = project;
  await emptied(projectId);
  const { address, close } = await listen(functionsHere(app));
  onTestFinished(close);
  const { call, request } = targetAt(address);
  const tokenOf = (uid: string, claims: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return unsignedToken(projectId, uid, { iat: now, auth_time: now - 60, ...claims });
  };
  return {
    store,
    auth,
    async people(all) {
      const batch = store.db.batch();
      for (const [uid, roles] of Object.entries(all)) {
        batch.set(store.user(uid), { role: 'viewer' });
        for (const [orgId, role] of Object.entries(roles)) {
          batch.set(store.member(orgId, uid), { uid, role });
        }
      }
      // Imported: of accounts that are created, Firebase Auth tells the functions of the stack, which would be busy.
      const accounts = Object.keys(all).map((uid) => ({ uid, email: emailOf(uid) }));
      await Promise.all([
        batch.commit(),
        auth.importUsers(accounts.map((account) => ({ ...account, emailVerified: true }))),
      ]);
    },
    call: (callable, uid, data, claims) => call(callable, tokenOf(uid, claims), data),
    // The Admin SDK refuses a sign-in from before the import.
    request: (path, uid) => {
      const authorization = `Bearer ${tokenOf(uid, { auth_time: Math.floor(Date.now() / 1000) })}`;
      return request(path, { headers: { authorization } });
    },
  };
}
