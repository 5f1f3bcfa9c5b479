import { randomUUID } from 'node:crypto';
import { httpsCallable } from 'firebase/functions';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { CALLABLES, type DriftCode } from 'live-claims/core';
import config from '../../functions/src/live-claims.config.ts';
import { main } from '../../packages/live-claims/src/cli/live-claims.ts';
import { fakeTerminal } from '../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { markerPath, userPath } from '../../tools/demo-paths.ts';
import { auth, createPerson, db, editInConsole, markerDoc, untilMarker, userDoc } from './admin.ts';
import { signedIn } from './signed-in.ts';

/** What the command comes to on the stack of the tests: for the shell, the reader and the program. */
export async function admin(...args: readonly string[]) {
  const terminal = fakeTerminal(process.env);
  const code = await main(args, config, terminal);
  return { code, ...terminal.written() };
}

export async function adminJson(...args: readonly string[]) {
  const { code, out } = await admin(...args, '--json');
  return { code, json: JSON.parse(out) };
}

export async function driftShown(
  uid: string,
  ...more: readonly string[]
): Promise<{ code: number; drift: DriftCode[] }> {
  const { code, json } = await adminJson('show', uid, ...more);
  return { code, drift: json.drift.map((each: { code: DriftCode }) => each.code) };
}

/**
 * A project of its own on the emulators, where no function works: what is wrong there stays so until a command
 * mends it, however late a trigger comes.
 */
export function quietProject(projectId: string) {
  const app = initializeApp({ projectId }, `${projectId} ${randomUUID()}`);
  const [people, accounts] = [getFirestore(app), getAuth(app)];
  const here = ['--project', projectId];
  return {
    db: people,
    auth: accounts,
    /** What a command takes to work there. */
    here,
    /** An account with a document; imported, since Auth tells the functions of every one that is created. */
    async createPerson(fields: Record<string, unknown>, uid: string = randomUUID()) {
      const email = `${uid}@example.com`;
      const { errors } = await accounts.importUsers([{ uid, email, emailVerified: true }]);
      if (errors[0]) throw errors[0].error;
      await people.doc(userPath(uid)).set(fields);
      return { uid, email };
    },
    /** Everything that a command could have written about a person. */
    async stateOf(uid: string): Promise<unknown> {
      const documents = [people.doc(userPath(uid)), people.doc(markerPath(uid))];
      const [user, marker] = await people.getAll(...documents);
      const { customClaims = null, tokensValidAfterTime, disabled } = await accounts.getUser(uid);
      const account = [customClaims, tokensValidAfterTime, disabled];
      return [user?.updateTime, user?.data(), marker?.exists, marker?.data(), ...account];
    },
  };
}

/** Everything that a command could have written about a person. */
export async function stateOf(uid: string): Promise<unknown> {
  const [user, marker] = await db.getAll(userDoc(uid), markerDoc(uid));
  const account = await auth.getUser(uid).catch(() => null);
  const { customClaims = null, tokensValidAfterTime = null } = account ?? {};
  return [user?.updateTime, user?.data(), marker?.updateTime, customClaims, tokensValidAfterTime];
}

export async function dismissOwners(): Promise<void> {
  const { docs } = await db.collection('users').where('role', '==', 'owner').get();
  await Promise.all(docs.map(({ id }) => editInConsole(id, { role: 'viewer' })));
}

/** The trigger looks after at most 1.5 s; when a later edit has arrived, the earlier one would have. */
export async function untilTriggersHaveLooked(): Promise<void> {
  const [probe, actor] = await Promise.all([createPerson('viewer'), createPerson('admin')]);
  const client = await signedIn(actor);
  await httpsCallable(client.functions, CALLABLES.setUserRole)({ uid: probe.uid, role: 'editor' });
  await editInConsole(probe.uid, { role: 'viewer' });
  await untilMarker(probe.uid, ({ role }) => role === 'viewer');
}
