import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import {
  type DocumentReference,
  FieldValue,
  getFirestore,
  Timestamp,
} from 'firebase-admin/firestore';
import { type Marker, parseMarker, versionAt } from 'live-claims/core';
import { markerPath, userPath } from '../../tools/demo-paths.ts';
import { stack } from './stack.ts';

const app = initializeApp({ projectId: stack.projectId }, 'tests');

/** The project as a server with full rights sees it: what the Firebase console does, this can do. */
export const auth = getAuth(app);
export const db = getFirestore(app);

export interface TestUser {
  readonly uid: string;
  readonly email: string;
  readonly password: string;
}

let people = 0;

/**
 * An account without a document. It is imported, of which Firebase tells no function: were it created,
 * the event of that would come at any time, in the middle of what the test does next, and be synced.
 */
export async function createAccount(uid = newUid()): Promise<TestUser> {
  people += 1;
  const email = `person-${process.pid}-${people}-${Date.now()}@example.com`;
  const password = 'correct horse';
  await auth.importUsers([{ uid, email, emailVerified: true }]);
  await auth.updateUser(uid, { password });
  return { uid, email, password };
}

/** As Firebase makes them: 28 letters and digits. */
const newUid = () => randomUUID().replaceAll('-', '').slice(0, 28);

/** An account with a document, after the trigger has applied its role. */
export async function createPerson(role: string | null): Promise<TestUser> {
  const person = await createAccount();
  const now = Timestamp.now();
  const fields = {
    email: person.email,
    displayName: null,
    photoURL: null,
    role,
    roleExpiresAt: null,
    disabled: false,
    createdAt: now,
    updatedAt: now,
    updatedBy: 'test',
  };
  await announced((more) => userDoc(person.uid).set({ ...fields, ...more }));
  if (role !== null) await untilMarker(person.uid, (marker) => marker.role === role);
  return person;
}

/** The same, under a name that the pages show. */
export async function createNamed(role: string, displayName: string): Promise<TestUser> {
  const person = await createPerson(role);
  await userDoc(person.uid).update({ displayName });
  return person;
}

/** A post that every role may read; its title. */
export async function createPublishedPost(): Promise<string> {
  const title = `News ${randomUUID()}`;
  const now = Timestamp.now();
  const post = { title, body: '', authorId: 'test', status: 'published' };
  await db.collection('posts').add({ ...post, createdAt: now, updatedAt: now });
  return title;
}

export const userDoc = (uid: string): DocumentReference => db.doc(userPath(uid));
export const markerDoc = (uid: string): DocumentReference => db.doc(markerPath(uid));

/** Changes `users/{uid}` as an admin in the Firebase console would: only the fields they touched. */
export function editInConsole(uid: string, fields: Record<string, unknown>): Promise<unknown> {
  return announced((more) => userDoc(uid).set({ ...fields, ...more }, { merge: true }));
}

/**
 * Makes an account a member of an organisation as an admin in the Firebase console would, or no member with null.
 * Resolves when its claims say so.
 */
export async function memberInConsole(
  orgId: string,
  uid: string,
  role: string | null,
): Promise<void> {
  const member = db.doc(`orgs/${orgId}/members/${uid}`);
  const write = () => (role === null ? member.delete() : member.set({ uid, role }));
  try {
    await write();
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNKNOWN) throw error;
    // What is written twice alike has no second event.
    await (role === null ? member.set({ uid, role: 'viewer' }) : member.delete());
    await write();
  }
  await untilData(userDoc(uid), (data) => {
    const entry = (data as { orgs?: Record<string, { role?: unknown }> } | undefined)?.orgs?.[
      orgId
    ];
    return (entry?.role ?? null) === role || null;
  });
  const { updateTime } = await userDoc(uid).get();
  const copied = updateTime === undefined ? 0 : versionAt(updateTime);
  await untilMarker(uid, ({ version }) => version >= copied);
}

const UNKNOWN = 2; // google.rpc.Code

/**
 * Writes, and once more with another value where it is unknown whether the functions got the event: see
 * `untilData`.
 */
export async function announced(write: (more: object) => Promise<unknown>): Promise<unknown> {
  try {
    return await write({});
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNKNOWN) throw error;
    return write({ writtenAgain: randomUUID() });
  }
}

/** Removes a field, as the console does. */
export const REMOVED = FieldValue.delete();

export async function claimsOf(uid: string): Promise<Record<string, unknown>> {
  return (await auth.getUser(uid)).customClaims ?? {};
}

export async function markerOf(uid: string): Promise<Marker | null> {
  return parseMarker((await markerDoc(uid).get()).data());
}

/** The marker's next state that fits. */
export function untilMarker(uid: string, fits: (marker: Marker) => boolean): Promise<Marker> {
  return untilData(markerDoc(uid), (data) => {
    const marker = parseMarker(data);
    return marker !== null && fits(marker) ? marker : null;
  });
}

/** How long a client has to hear of a change before it is told again, in milliseconds. */
export const TELL_AGAIN_AFTER_MS = 10_000;

/**
 * Writes again what a client of the account listens to, with the same access in it. The Firestore emulator
 * leaves an update out for a listener that attaches in the same moment, and a client's listeners attach
 * anew with each new token: a change that follows another within some 50 ms was not heard in 5 of 1,200
 * cases, with the SDK alone. Cloud Firestore promises the update.
 */
export async function tellAgain(uid: string): Promise<void> {
  const heard = [markerDoc(uid), db.doc('settings/access')];
  await Promise.allSettled(
    heard.map((document) => document.update({ writtenAgain: randomUUID() })),
  );
}

/** How often to look, in milliseconds. */
const LOOK_EVERY_MS = 20;

/**
 * What `pick` makes of the first state of a document in which it finds something. Looks again and again
 * rather than listen: when a listener closes in the middle of another client's commit, the Firestore
 * emulator answers that with UNKNOWN and tells neither other listeners nor the functions of it.
 */
export async function untilData<T>(
  reference: DocumentReference,
  pick: (data: unknown) => T | null,
  timeoutMs = 60_000,
): Promise<T> {
  for (const end = Date.now() + timeoutMs; ; await sleep(LOOK_EVERY_MS)) {
    const data = (await reference.get()).data();
    const found = pick(data);
    if (found !== null) return found;
    if (Date.now() > end) {
      const last = JSON.stringify(data);
      throw new Error(`${reference.path} did not get there in ${timeoutMs} ms; last seen: ${last}`);
    }
  }
}

/** The audit entries of an account, oldest first. */
export async function auditOf(uid: string): Promise<FirebaseFirestore.DocumentData[]> {
  const { docs } = await db.collection('auditLog').where('uid', '==', uid).get();
  return docs.map((entry) => entry.data()).sort((a, b) => a.at.toMillis() - b.at.toMillis());
}
