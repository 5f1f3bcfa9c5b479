import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import {
  type DocumentReference,
  type Firestore,
  getFirestore,
  Timestamp,
} from 'firebase-admin/firestore';
import { parseMarker } from 'live-claims/core';
import { DEMO_ORGS, type DemoOrg } from './demo-orgs.ts';
import { COLLECTIONS, markerPath, userPath } from './demo-paths.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from './demo-people.ts';
import { DEMO_POSTS } from './demo-posts.ts';
import type { StackEnv } from './emulators/stack-env.ts';
import { StackError } from './emulators/stack-error.ts';

/** A cold trigger takes two seconds, also on a slow machine less than ten. */
const APPLIED_WITHIN_MS = 60_000;

const ALREADY_EXISTS = 6; // google.rpc.Code

export interface SeedOptions {
  /** Where the emulators are. */
  readonly stack: StackEnv;
  /** Where the emulators' log is, for the message of a failure. */
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts the demo's people and posts into the emulators and waits until the functions have turned
 * all roles into claims; one of them is signed in, which is the first action of a newcomer.
 * Whatever is there already is left as it is, so it may run any number of times.
 *
 * Sets the variables by which the Admin SDK finds the emulators, in this process.
 *
 * @throws {StackError} `seed-failed` when claims are not applied within a minute; it says
 *   what the marker said.
 */
export async function seedDemo(options: SeedOptions): Promise<void> {
  Object.assign(process.env, options.stack);
  const app = initializeApp({ projectId: options.stack.GCLOUD_PROJECT }, 'seed');
  try {
    await seed(app, options);
  } finally {
    await deleteApp(app);
  }
}

/**
 * Which of the demo's people the emulators have: none with the data of another project.
 *
 * Sets the variables by which the Admin SDK finds the emulators, in this process.
 */
export async function demoPeopleIn(stack: StackEnv): Promise<readonly DemoPerson[]> {
  Object.assign(process.env, stack);
  const app = initializeApp({ projectId: stack.GCLOUD_PROJECT }, 'people');
  try {
    const { users } = await getAuth(app).getUsers(DEMO_PEOPLE.map(({ uid }) => ({ uid })));
    const emails = new Map(users.map(({ uid, email }) => [uid, email]));
    return DEMO_PEOPLE.filter(({ uid, email }) => emails.get(uid) === email);
  } finally {
    await deleteApp(app);
  }
}

async function seed(app: App, options: SeedOptions): Promise<void> {
  const db = getFirestore(app);
  const auth = getAuth(app);
  await Promise.all(DEMO_PEOPLE.map((person) => createAccount(auth, person)));
  // The first edit starts a worker of the Functions emulator. One after the other, the rest find it
  // warm; all at once, each would wait for a worker of its own.
  for (const person of DEMO_PEOPLE) {
    await createIfMissing(db.doc(userPath(person.uid)), userDocument(person));
    await untilApplied(db, person, options);
  }
  await Promise.all([...createPosts(db), ...DEMO_ORGS.map((org) => createOrg(db, org))]);
  await signIn(options.stack.FIREBASE_AUTH_EMULATOR_HOST, DEMO_PEOPLE[0]);
}

async function createAccount(auth: Auth, person: DemoPerson): Promise<void> {
  const { uid, email, displayName } = person;
  try {
    await auth.createUser({
      uid,
      email,
      displayName,
      password: DEMO_PASSWORD,
      emailVerified: true,
    });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'auth/uid-already-exists' && code !== 'auth/email-already-exists') throw error;
  }
}

function userDocument({ email, displayName, role }: DemoPerson) {
  const now = Timestamp.now();
  return {
    email,
    displayName,
    photoURL: null,
    role,
    roleExpiresAt: null,
    disabled: false,
    createdAt: now,
    updatedAt: now,
    updatedBy: 'seed',
  };
}

function createPosts(db: Firestore): readonly Promise<void>[] {
  return DEMO_POSTS.map(({ id, hoursAgo, ...post }) => {
    const written = Timestamp.fromMillis(Date.now() - hoursAgo * 3_600_000);
    const document = { ...post, createdAt: written, updatedAt: written };
    return createIfMissing(db.collection(COLLECTIONS.posts).doc(id), document);
  });
}

async function createOrg(db: Firestore, { id, name, members, posts }: DemoOrg): Promise<void> {
  const org = db.collection(COLLECTIONS.orgs).doc(id);
  await createIfMissing(org, { name });
  for (const [uid, role] of Object.entries(members)) {
    const { displayName = null, email = null } = DEMO_PEOPLE.find((one) => one.uid === uid) ?? {};
    const member = org.collection(COLLECTIONS.members).doc(uid);
    await createIfMissing(member, { uid, role, displayName, email });
  }
  for (const [at, post] of posts.entries()) {
    const now = Timestamp.now();
    const document = { ...post, status: 'published', createdAt: now, updatedAt: now };
    await createIfMissing(org.collection(COLLECTIONS.posts).doc(`first-${at + 1}`), document);
  }
}

async function createIfMissing(
  document: DocumentReference,
  data: FirebaseFirestore.DocumentData,
): Promise<void> {
  try {
    await document.create(data);
  } catch (error) {
    if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
  }
}

/** Resolves when the marker says that the role which the person's document holds is applied. */
async function untilApplied(
  db: Firestore,
  person: DemoPerson,
  { signal, logFile }: SeedOptions,
): Promise<void> {
  const role: unknown = (await db.doc(userPath(person.uid)).get()).get('role');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let seen: unknown;
  const timer = setTimeout(() => reject(notApplied(person, seen, logFile)), APPLIED_WITHIN_MS);
  const onAbort = () =>
    reject(
      new StackError('interrupted', 'Stopped while seeding.', {
        next: 'Start again when you like.',
      }),
    );
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  const unsubscribe = db.doc(markerPath(person.uid)).onSnapshot((snapshot) => {
    seen = snapshot.data();
    const marker = parseMarker(seen);
    if (marker?.status === 'applied' && marker.role === role) resolve();
    if (marker?.status === 'rejected') reject(notApplied(person, seen, logFile));
  }, reject);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    unsubscribe();
    signal?.removeEventListener('abort', onAbort);
  }
}

function notApplied(
  { displayName, uid, role }: DemoPerson,
  marker: unknown,
  logFile: string,
): StackError {
  return new StackError('seed-failed', `${displayName} did not become ${role}.`, {
    details: [
      marker === undefined
        ? `${markerPath(uid)} was never written: the trigger did not run or did not succeed.`
        : `${markerPath(uid)} says ${JSON.stringify(marker)}`,
    ],
    next: `${logFile} has what the functions said.`,
  });
}

/**
 * Signs in by the REST call that the web SDK makes.
 *
 * @throws {StackError} `seed-failed` when the password is not accepted.
 */
async function signIn(authHost: string, person: DemoPerson | undefined): Promise<void> {
  if (!person) return;
  const path = 'identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo';
  const response = await fetch(`http://${authHost}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password: DEMO_PASSWORD, returnSecureToken: true }),
  });
  if (response.ok) return;
  throw new StackError('seed-failed', `${person.displayName} cannot sign in.`, {
    details: [await response.text()],
    next: 'If you changed the demo people, start without --data, or remove the folder.',
  });
}
