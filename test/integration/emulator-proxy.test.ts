import { randomUUID } from 'node:crypto';
import { initializeApp as initializeClientApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  disableNetwork,
  doc,
  enableNetwork,
  getDocFromServer,
  getFirestore,
  onSnapshot,
} from 'firebase/firestore';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { Firestore } from 'firebase-admin/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount, db as directly, markerDoc } from '../support/admin.ts';
import { hostAndPort } from '../support/client.ts';
import {
  type EmulatorCall,
  type EmulatorProxy,
  type Fault,
  type PlantedFault,
  startEmulatorProxy,
} from '../support/emulator-proxy.ts';
import { stack } from '../support/stack.ts';

let proxy: EmulatorProxy;
let db: Firestore;

beforeAll(async () => {
  proxy = await startEmulatorProxy(stack);
  const [host, port] = hostAndPort(proxy.firestore);
  db = new Firestore({ projectId: stack.projectId, host, port, ssl: false });
});

beforeEach(() => proxy.reset());

afterAll(async () => {
  await db.terminate();
  await proxy.close();
});

/** A document that no trigger looks at. */
const fresh = () => `proxyTests/${randomUUID()}`;

function openClient(uid: string) {
  const app = initializeClientApp({ projectId: stack.projectId }, randomUUID());
  const client = getFirestore(app);
  const mockUserToken = { sub: uid };
  connectFirestoreEmulator(client, ...hostAndPort(proxy.firestore), { mockUserToken });
  return client;
}

describe('counts', () => {
  it('the documents that are read, found or not', async () => {
    const [there, missing] = [fresh(), fresh()];
    await directly.doc(there).set({ n: 1 });
    const [first, second] = await db.getAll(db.doc(there), db.doc(missing));
    expect([first?.data(), second?.exists]).toEqual([{ n: 1 }, false]);
    expect(proxy.counts()).toMatchObject({
      rpcs: { BatchGetDocuments: 1 },
      documents: { read: 2, written: 0, deleted: 0 },
    });
  });

  it('the results of a query, and one for a query without', async () => {
    const collection = randomUUID();
    for (const n of [1, 2, 3]) await directly.collection(collection).add({ n });
    const found = await db.collection(collection).where('n', '>', 1).get();
    expect(found.size).toBe(2);
    expect(proxy.counts()).toMatchObject({ rpcs: { RunQuery: 1 }, documents: { read: 2 } });
    await db.collection(collection).where('n', '>', 9).get();
    expect(proxy.counts()).toMatchObject({ rpcs: { RunQuery: 2 }, documents: { read: 3 } });
  });

  it('what is written and deleted, but not what is refused', async () => {
    const [a, b] = [fresh(), fresh()];
    const batch = db.batch().create(db.doc(a), { n: 1 }).set(db.doc(b), { n: 2 });
    await batch.commit();
    await db.doc(b).delete();
    await expect(db.doc(a).create({ n: 3 })).rejects.toMatchObject({ code: 6 });
    expect(proxy.counts()).toMatchObject({
      rpcs: { Commit: 3 },
      documents: { read: 0, written: 2, deleted: 1 },
    });
  });

  it('what a listener is sent', async () => {
    const { uid } = await createAccount();
    await markerDoc(uid).set({ n: 0 });
    const client = openClient(uid);
    const seen: unknown[] = [];
    const { promise: three, resolve } = Promise.withResolvers<void>();
    const stop = onSnapshot(doc(client, `userClaims/${uid}`), (snapshot) => {
      if (seen.push(snapshot.get('n')) === 3) resolve();
      else void markerDoc(uid).update({ n: seen.length });
    });
    await three;
    stop();
    expect(seen).toEqual([0, 1, 2]);
    expect(proxy.counts()).toMatchObject({ rpcs: { Listen: 1 }, documents: { read: 3 } });
  });

  it('nothing that a listener has when it resumes, and all of it for another client', async () => {
    const { uid } = await createAccount();
    await markerDoc(uid).set({ n: 0 });
    const client = openClient(uid);
    const marker = doc(client, `userClaims/${uid}`);
    const inSync = Array.from({ length: 2 }, () => Promise.withResolvers<void>());
    const synced = inSync.map(({ promise }) => promise);
    const stop = onSnapshot(marker, { includeMetadataChanges: true }, ({ metadata }) => {
      if (!metadata.fromCache) inSync.shift()?.resolve();
    });
    await synced[0];
    await disableNetwork(client);
    await enableNetwork(client);
    await synced[1];
    stop();
    expect(proxy.counts()).toMatchObject({ rpcs: { Listen: 2 }, documents: { read: 1 } });
    await getDocFromServer(doc(openClient(uid), marker.path));
    expect(proxy.counts().documents.read).toBe(2);
  });

  it('requests to Auth by name', async () => {
    const { uid } = await createAccount();
    await throughProxy(async (auth) => {
      await auth.setCustomUserClaims(uid, { tenant: 't1' });
      expect((await auth.getUser(uid)).customClaims).toEqual({ tenant: 't1' });
      await auth.listUsers(1);
    });
    expect(proxy.counts().auth).toEqual({
      'accounts:update': 1,
      'accounts:lookup': 1,
      'accounts:batchGet': 1,
    });
  });
});

describe('faults', () => {
  it('before: the emulator gets nothing; the SDK retries', async () => {
    const path = fresh();
    const fault = proxy.faults.plant({
      matches: ({ name }) => name === 'Commit',
      moment: 'before',
      fault: 'unavailable',
      onFault: async () => expect((await directly.doc(path).get()).exists).toBe(false),
    });
    await db.doc(path).set({ n: 1 });
    expect(fault.struck()).toBe(1);
    expect((await directly.doc(path).get()).data()).toEqual({ n: 1 });
  });

  it('after: it has taken effect when the caller gets an error', async () => {
    const path = fresh();
    let found: unknown;
    proxy.faults.plant({
      matches: ({ name }) => name === 'Commit',
      moment: 'after',
      fault: 'cut',
      onFault: async () => {
        found = (await directly.doc(path).get()).data();
      },
    });
    // The SDK asks again, and hears that the document is there already.
    await expect(db.doc(path).create({ n: 1 })).rejects.toMatchObject({ code: 6 });
    expect(found).toEqual({ n: 1 });
  });

  it('late: it takes effect when its caller has given up', async () => {
    const path = fresh();
    const { promise: lands, resolve: land } = Promise.withResolvers<void>();
    const matches = ({ name }: EmulatorCall) => name === 'Commit';
    proxy.faults.plant({ matches, moment: 'before', fault: 'unavailable', lands });
    // The SDK's second attempt is not held up.
    await db.doc(path).set({ n: 1 });
    await db.doc(path).set({ n: 2 });
    const overwritten = new Promise<void>((resolve) => {
      const stop = directly.doc(path).onSnapshot((snapshot) => {
        if (snapshot.get('n') !== 1) return;
        stop();
        resolve();
      });
    });
    land();
    await overwritten;
  });

  it.each(['unavailable', 'cut'] as const)(
    '%s from Auth: the Admin SDK tries again',
    async (fault) => {
      const { uid } = await createAccount();
      const planted = plantFor(uid, fault);
      expect(await throughProxy((auth) => auth.getUser(uid))).toMatchObject({ uid });
      expect(planted.struck()).toBe(1);
    },
  );

  it('quota from Auth: the Admin SDK says so', async () => {
    const { uid } = await createAccount();
    plantFor(uid, 'quota');
    await expect(throughProxy((auth) => auth.getUser(uid))).rejects.toMatchObject({
      code: 'auth/quota-exceeded',
    });
  });
});

function plantFor(uid: string, fault: Fault): PlantedFault {
  const matches = ({ message }: EmulatorCall) => JSON.stringify(message).includes(uid);
  return proxy.faults.plant({ matches, moment: 'before', fault });
}

/** An Admin SDK of its own, which finds the emulator's address in the environment at its first request. */
async function throughProxy<T>(use: (auth: Auth) => Promise<T>): Promise<T> {
  const app = initializeApp({ projectId: stack.projectId }, randomUUID());
  process.env.FIREBASE_AUTH_EMULATOR_HOST = proxy.auth;
  try {
    return await use(getAuth(app));
  } finally {
    process.env.FIREBASE_AUTH_EMULATOR_HOST = stack.auth;
    await deleteApp(app);
  }
}
