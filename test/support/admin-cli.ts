import { CALLABLES, type DriftCode } from '@live-claims/contract';
import { httpsCallable } from 'firebase/functions';
import { fakeTerminal } from '../../scripts/admin/testing/fake-terminal.ts';
import { main } from '../../scripts/admin.ts';
import { auth, createPerson, db, editInConsole, markerDoc, untilMarker, userDoc } from './admin.ts';
import { signedIn } from './signed-in.ts';

/** What the command comes to on the stack of the tests: for the shell, the reader and the program. */
export async function admin(...args: readonly string[]) {
  const terminal = fakeTerminal(process.env);
  const code = await main(args, terminal);
  return { code, ...terminal.written() };
}

export async function adminJson(...args: readonly string[]) {
  const { code, out } = await admin(...args, '--json');
  return { code, json: JSON.parse(out) };
}

export async function driftShown(uid: string): Promise<{ code: number; drift: DriftCode[] }> {
  const { code, json } = await adminJson('show', uid);
  return { code, drift: json.drift.map((each: { code: DriftCode }) => each.code) };
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
