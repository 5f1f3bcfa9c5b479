import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signInWithEmailAndPassword, signOut, type User } from 'firebase/auth';
import { httpsCallable } from 'firebase/functions';
import { CALLABLES, millisOf, parseReceipt, type Receipt, versionAt } from 'live-claims/core';
import { type ReceiptStorage, recordReceipts } from 'live-claims/receipts';
import { additionalClaims, createLiveClaims } from 'live-claims/web';
import { expect, it, onTestFinished } from 'vitest';
import config from '../../functions/src/live-claims.config.ts';
import { accountDeleted } from '../../packages/live-claims/src/functions/provision/account-deleted.ts';
import { openProject } from '../attacks/support/project-of-its-own.ts';
import {
  auth,
  createPerson,
  db,
  markerDoc,
  markerOf,
  type TestUser,
  untilData,
  untilMarker,
} from '../support/admin.ts';
import type { Client } from '../support/client.ts';
import { signedIn, whoSignedInEarlier } from '../support/signed-in.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

const clientsOf = (uid: string) => markerDoc(uid).collection('clients');

function memory(): ReceiptStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
  };
}

/** A page of the app in this browser, closed with the test. */
function openPage({ auth, firestore, functions }: Client, storage = memory()) {
  const claims = createLiveClaims({
    auth,
    firestore,
    functions,
    config,
    additional: additionalClaims,
    pollingUrl: null,
  });
  const stop = recordReceipts({ claims, auth, firestore, config, device: 'A test', storage });
  onTestFinished(() => {
    stop();
    claims.close();
  });
  return claims;
}

/** The one receipt of the person, when it is so; looks again and again. */
async function untilReceipt(uid: string, fits: (receipt: Receipt) => boolean): Promise<Receipt> {
  const [found] = await clientsOf(uid).listDocuments();
  if (found === undefined) {
    await sleep(20);
    return untilReceipt(uid, fits);
  }
  return untilData(found, (data) => {
    const receipt = parseReceipt(found.id, data);
    return receipt !== null && fits(receipt) ? receipt : null;
  });
}

/** How often the person's receipts are written from now on. */
function countWrites(uid: string): () => number {
  const revisions = new Set<string>();
  const stop = clientsOf(uid).onSnapshot(({ docs }) => {
    for (const each of docs) revisions.add(`${each.id} ${versionAt(each.updateTime)}`);
  });
  onTestFinished(stop);
  return () => revisions.size;
}

const call = async (actor: TestUser, name: string, data: unknown) =>
  httpsCallable((await signedIn(actor)).functions, name)(data);

it('a session records each change once, with when the server wrote it and when it got the receipt', async () => {
  const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
  const writes = countWrites(member.uid);
  openPage(await signedIn(member));
  const opened = await untilReceipt(member.uid, () => true);
  expect(opened).toMatchObject({ device: 'A test', claimsUpdatedAt: null, signedOut: false });
  expect(opened.version).toBe((await markerOf(member.uid))?.version);

  for (const role of ['editor', 'viewer', null]) {
    await call(admin, CALLABLES.setUserRole, { uid: member.uid, role });
    const marker = await untilMarker(member.uid, (each) => each.role === role);
    const receipt = await untilReceipt(member.uid, ({ version }) => version === marker.version);
    expect(receipt.claimsUpdatedAt).toBe(Math.floor(millisOf(versionAt(marker.claimsUpdatedAt))));
    expect(receipt.takenAt).toBeGreaterThanOrEqual(receipt.claimsUpdatedAt ?? Number.NaN);
    expect(receipt.lastSeenAt).toBe(receipt.takenAt);
  }
  // One for the session, and one for each change. A listener may be given fewer, and never more.
  await expect.poll(writes).toBe(4);
});

it('two tabs of a browser are one session, and two browsers are two', async () => {
  const member = await createPerson('viewer');
  const [browser, other] = await Promise.all([signedIn(member), signedIn(member)]);
  const storage = memory();
  openPage(browser, storage);
  await untilReceipt(member.uid, () => true);
  const second = openPage(browser, storage);
  await untilSnapshot(second, ({ status }) => status === 'fresh');
  openPage(other);
  await expect.poll(async () => (await clientsOf(member.uid).get()).size).toBe(2);
  const sessions = (await clientsOf(member.uid).get()).docs.map((each) => each.get('session'));
  expect(new Set(sessions).size).toBe(2);
});

it('a session that was ended says so, and is signed in again as the same', async () => {
  const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
  const client = await signedIn(member);
  const claims = openPage(client);
  const { place } = await untilReceipt(member.uid, () => true);
  // Auth counts in whole seconds: a sign-in of the same second would stay.
  const { authTime } = await (client.auth.currentUser as User).getIdTokenResult();
  await expect
    .poll(() => Math.floor(Date.now() / 1000))
    .toBeGreaterThan(Date.parse(authTime) / 1000);
  await call(admin, CALLABLES.endSessions, { uid: member.uid });
  await untilSnapshot(claims, ({ status }) => status === 'revoked');
  const marker = await untilMarker(member.uid, (each) => each.sessionsRevokedAt !== null);
  const ended = await untilReceipt(member.uid, ({ signedOut }) => signedOut);
  expect(ended).toMatchObject({ version: marker.version, takenAt: ended.lastSeenAt });
  expect(ended.claimsUpdatedAt).not.toBeNull();

  // And one of the second of the end would be one of before.
  const endedAt = marker.sessionsRevokedAt?.seconds ?? 0;
  await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(endedAt);
  await signInWithEmailAndPassword(client.auth, member.email, member.password);
  const again = await untilReceipt(member.uid, ({ signedOut }) => !signedOut);
  expect(again).toMatchObject({ place, claimsUpdatedAt: null });
  await signOut(client.auth);
  expect(await untilReceipt(member.uid, ({ signedOut }) => signedOut)).toMatchObject({ place });
});

it('an account that is deleted takes its receipts along, and its open session brings none back', async () => {
  const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
  const claims = openPage(await whoSignedInEarlier(member));
  await untilReceipt(member.uid, () => true);
  await call(admin, CALLABLES.deleteUser, { uid: member.uid });
  await untilSnapshot(claims, ({ status }) => status === 'revoked' || status === 'signed-out');
  await expect(auth.getUser(member.uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
  await expect.poll(async () => (await clientsOf(member.uid).get()).size).toBe(0);
});

it('and so does one that is deleted elsewhere; in an app without receipts nothing is looked for', async () => {
  const project = openProject();
  const uid = randomUUID();
  const receipts = project.store.clients(uid);
  await Promise.all(['0', '7', '19'].map((place) => receipts.doc(place).set({ device: 'x' })));
  const event = { uid, email: null, createdAt: Date.now(), deletedAt: Date.now() };
  await accountDeleted({ ...project, receipts: false }, event);
  expect((await receipts.get()).size).toBe(3);
  await accountDeleted({ ...project, receipts: true }, event);
  expect((await receipts.get()).size).toBe(0);
});

it('nothing is recorded unless the configuration says so', async () => {
  const member = await createPerson('viewer');
  const { auth, firestore, functions } = await signedIn(member);
  const claims = createLiveClaims({
    auth,
    firestore,
    functions,
    config,
    additional: additionalClaims,
  });
  recordReceipts({ claims, auth, firestore, config: { ...config, receipts: false } });
  await untilSnapshot(claims, ({ status }) => status === 'fresh');
  await signOut(auth);
  claims.close();
  expect((await db.collection(`userClaims/${member.uid}/clients`).get()).size).toBe(0);
});
