import { type Marker, markerPath, parseMarker, userPath } from '@live-claims/contract';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  getFirestore,
  Timestamp,
} from 'firebase-admin/firestore';
import { stack } from './stack.ts';

const app = initializeApp({ projectId: stack.projectId }, 'tests');

/** The project as a server with full rights sees it: what the Firebase console does, this can do. */
export const auth = getAuth(app);
export const db = getFirestore(app);

export interface Person {
  readonly uid: string;
  readonly email: string;
  readonly password: string;
}

let people = 0;

/** An account without a document. */
export async function createAccount(): Promise<Person> {
  people += 1;
  const email = `person-${process.pid}-${people}-${Date.now()}@example.com`;
  const password = 'correct horse';
  const { uid } = await auth.createUser({ email, password, emailVerified: true });
  return { uid, email, password };
}

/** An account with a document, after the trigger has applied its role. */
export async function createPerson(role: string | null): Promise<Person> {
  const person = await createAccount();
  const now = Timestamp.now();
  await userDoc(person.uid).set({
    email: person.email,
    displayName: null,
    photoURL: null,
    role,
    roleExpiresAt: null,
    disabled: false,
    createdAt: now,
    updatedAt: now,
    updatedBy: 'test',
  });
  if (role !== null) await untilMarker(person.uid, (marker) => marker.role === role);
  return person;
}

export const userDoc = (uid: string): DocumentReference => db.doc(userPath(uid));
export const markerDoc = (uid: string): DocumentReference => db.doc(markerPath(uid));

/** Changes `users/{uid}` as an admin in the Firebase console would: only the fields they touched. */
export function editInConsole(uid: string, fields: Record<string, unknown>): Promise<unknown> {
  return userDoc(uid).set(fields, { merge: true });
}

/** Removes a field, as the console does. */
export const REMOVED = FieldValue.delete();

export async function claimsOf(uid: string): Promise<Record<string, unknown>> {
  return (await auth.getUser(uid)).customClaims ?? {};
}

export async function markerOf(uid: string): Promise<Marker | null> {
  return parseMarker((await markerDoc(uid).get()).data());
}

/** The marker's next state that fits, by listening. */
export function untilMarker(uid: string, fits: (marker: Marker) => boolean): Promise<Marker> {
  return untilData(markerDoc(uid), (data) => {
    const marker = parseMarker(data);
    return marker !== null && fits(marker) ? marker : null;
  });
}

/** How often to look beside listening. */
const LOOK_EVERY_MS = 1_000;

/**
 * What `pick` makes of the first state of a document in which it finds something. Listens, and looks
 * now and then as well: the Firestore emulator was seen to leave a listener without a write that was
 * committed while it attached (one in some hundred times on a busy machine).
 */
export function untilData<T>(
  reference: DocumentReference,
  pick: (data: unknown) => T | null,
  timeoutMs = 20_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(looking);
      unsubscribe();
      settle();
    };
    const look = (snapshot: DocumentSnapshot) => {
      last = snapshot.data();
      const found = pick(last);
      if (found !== null) finish(() => resolve(found));
    };
    const failed = (error: unknown) => finish(() => reject(error));
    const timer = setTimeout(() => {
      const message = `${reference.path} did not get there in ${timeoutMs} ms; last seen: ${JSON.stringify(last)}`;
      failed(new Error(message));
    }, timeoutMs);
    const looking = setInterval(() => reference.get().then(look, failed), LOOK_EVERY_MS);
    const unsubscribe = reference.onSnapshot(look, failed);
  });
}

/** The audit entries of an account, oldest first. */
export async function auditOf(uid: string): Promise<FirebaseFirestore.DocumentData[]> {
  const { docs } = await db.collection('auditLog').where('uid', '==', uid).get();
  return docs.map((entry) => entry.data()).sort((a, b) => a.at.toMillis() - b.at.toMillis());
}
