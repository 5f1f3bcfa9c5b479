import { randomUUID } from 'node:crypto';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  connectAuthEmulator,
  getAuth,
  getIdTokenResult,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import {
  connectFirestoreEmulator,
  type Firestore,
  getFirestore,
  terminate,
} from 'firebase/firestore';
import { connectFunctionsEmulator, type Functions, getFunctions } from 'firebase/functions';
import type { TestUser } from './admin.ts';
import { stack } from './stack.ts';

/** One browser, as far as Firebase can tell: the web SDK with an own session. */
export interface Client {
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly firestore: Firestore;
  readonly functions: Functions;
  close(): Promise<void>;
}

export function openClient(projectId = stack.projectId): Client {
  const app = initializeApp({ projectId, apiKey: 'demo-key' }, randomUUID());
  const auth = getAuth(app);
  connectAuthEmulator(auth, `http://${stack.auth}`, { disableWarnings: true });
  const firestore = getFirestore(app);
  connectFirestoreEmulator(firestore, ...hostAndPort(stack.firestore));
  const functions = getFunctions(app);
  connectFunctionsEmulator(functions, ...hostAndPort(stack.functions));
  const close = async () => {
    await terminate(firestore);
    await deleteApp(app);
  };
  return { app, auth, firestore, functions, close };
}

/** A client with a user signed in. */
export async function signIn(person: TestUser): Promise<Client> {
  const client = openClient();
  await signInWithEmailAndPassword(client.auth, person.email, person.password);
  return client;
}

/** The claims of the token in hand; `force` exchanges it for a new one first. */
export async function tokenClaims(
  { auth }: Pick<Client, 'auth'>,
  force = false,
): Promise<Record<string, unknown>> {
  if (auth.currentUser === null) throw new Error('No account is signed in.');
  return (await getIdTokenResult(auth.currentUser, force)).claims;
}

export function hostAndPort(address: string): [host: string, port: number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}
