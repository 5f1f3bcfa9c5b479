import { setTimeout as sleep } from 'node:timers/promises';
import { initializeApp } from 'firebase-admin/app';
import { type DocumentSnapshot, getFirestore, type Query } from 'firebase-admin/firestore';
import { parseMarker } from 'live-claims/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sourceOf } from '../../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { Store } from '../../../packages/live-claims/src/functions/firebase/store.ts';
import { followMembership } from '../../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import { syncEngine } from '../../../packages/live-claims/src/functions/project.ts';
import { accountDeleted } from '../../../packages/live-claims/src/functions/provision/account-deleted.ts';
import { reconcile } from '../../../packages/live-claims/src/functions/reconcile/reconcile.ts';
import { followEdit } from '../../../packages/live-claims/src/functions/sync/follow-edit.ts';
import { orgConfig as config } from '../../../packages/live-claims/src/testing/org-config.ts';
import { idTokenOf } from '../../attacks/support/id-token.ts';
import { auth, claimsOf, createAccount } from '../../support/admin.ts';

/** Its own database: no trigger of the app under test listens there. Listeners stand in for the platform's. */
const PROJECT = `demo-fan-in-${Date.now()}`;
const store = new Store(getFirestore(initializeApp({ projectId: PROJECT }, PROJECT)), config);
const engine = syncEngine(auth, store, config.roles);
const { db } = store;
const project = { db, store, auth, engine, limits: config.limits };

const stops: (() => void)[] = [];
const failures: unknown[] = [];
let following = true;

/** Calls `follow` for every change that a query shows, several at the same time, as events come. */
function onWritten(
  query: Query,
  follow: (before: DocumentSnapshot | null, after: DocumentSnapshot | null) => Promise<unknown>,
): void {
  const known = new Map<string, DocumentSnapshot>();
  const stop = query.onSnapshot((snapshot) => {
    for (const { type, doc } of snapshot.docChanges()) {
      const before = known.get(doc.ref.path) ?? null;
      if (type === 'removed') known.delete(doc.ref.path);
      else known.set(doc.ref.path, doc);
      if (following)
        follow(before, type === 'removed' ? null : doc).catch((error) => failures.push(error));
    }
  });
  stops.push(stop);
}

beforeAll(() => {
  onWritten(db.collectionGroup('members'), async (before, after) => {
    const { id: uid, ref } = (after ?? before) as DocumentSnapshot;
    const orgId = ref.parent.parent?.id as string;
    const sides = { before: before?.data() ?? null, after: after?.data() ?? null };
    await followMembership(project, { orgId, uid, ...sides });
  });
  onWritten(store.users, async (before, after) => {
    const edit = {
      uid: ((after ?? before) as DocumentSnapshot).id,
      before: store.dataOf(before ?? undefined) ?? null,
      after: after === null ? { data: null, version: 0 } : sourceOf(store, after),
      authType: 'service_account',
    };
    await followEdit(engine, edit, sleep);
  });
});

afterAll(() => {
  for (const stop of stops.splice(0)) stop();
  expect(failures).toEqual([]);
});

const markerOf = async (uid: string) => parseMarker((await store.marker(uid).get()).data());
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 100 });
/** Waits until claims and marker say this of organisations, and nothing else. */
const untilSaid = (uid: string, o: object | undefined) =>
  until(async () => {
    const claims = await claimsOf(uid);
    expect(claims.o).toEqual(o);
    const marker = await markerOf(uid);
    expect(marker?.additionalClaims?.o).toEqual(o);
    expect(marker?.version).toBe(claims.cv);
  });

async function person() {
  const user = await createAccount();
  await store.user(user.uid).set({ role: 'viewer' });
  await until(async () => expect(await claimsOf(user.uid)).toMatchObject({ role: 'viewer' }));
  return user;
}

it('a membership reaches claims, marker and token, changes and goes', async () => {
  const user = await person();
  const { uid } = user;
  await store.member('acme', uid).set({ role: 'editor', uid });
  await untilSaid(uid, { acme: 'e' });
  const { cv } = await claimsOf(uid);
  const [, token = ''] = (await idTokenOf(user)).split('.');
  expect(JSON.parse(Buffer.from(token, 'base64url').toString())).toMatchObject({
    role: 'viewer',
    cv,
    o: { acme: 'e' },
  });

  await store.member('acme', uid).update({ role: 'owner' });
  await untilSaid(uid, { acme: 'o' });
  await store.member('acme', uid).delete();
  await untilSaid(uid, undefined);
  expect((await store.user(uid).get()).data()).toEqual({ role: 'viewer' });
  expect(await claimsOf(uid)).toMatchObject({ role: 'viewer' });
});

it('two memberships that change at the same moment both arrive, 20 times', async () => {
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { uid } = await createAccount();
      await store.user(uid).set({ role: 'viewer', name: 'Mia' });
      await store.member('acme', uid).set({ role: 'viewer' });
      await Promise.all([
        store.member('acme', uid).update({ role: 'owner' }),
        store.member('bolt', uid).set({ role: 'editor' }),
      ]);
      await untilSaid(uid, { acme: 'o', bolt: 'e' });
      await Promise.all([store.member('acme', uid).delete(), store.member('bolt', uid).delete()]);
      await untilSaid(uid, undefined);
      // Of two last ones that go together neither may have seen that it is the last: the map stays, and is empty.
      const { orgs = {}, ...others } = (await store.user(uid).get()).data() ?? {};
      expect({ orgs, ...others }).toEqual({ orgs: {}, role: 'viewer', name: 'Mia' });
    }),
  );
});

it('a map that is edited by hand is healed', async () => {
  const { uid } = await person();
  await store.member('acme', uid).set({ role: 'viewer' });
  await untilSaid(uid, { acme: 'v' });
  const forged = await store
    .user(uid)
    .update({ 'orgs.acme.role': 'owner', 'orgs.bolt': { role: 'owner' } });
  await until(async () => {
    const user = await store.user(uid).get();
    expect(user.data()?.orgs).toEqual({ acme: { role: 'viewer' } });
    expect(user.updateTime?.isEqual(forged.writeTime)).toBe(false);
  });
  await untilSaid(uid, { acme: 'v' });
});

it('what cannot be read in a membership is a problem on the marker, and takes nothing else away', async () => {
  const { uid } = await person();
  await store.member('acme', uid).set({ role: 'owner' });
  await store.member('bolt', uid).set({ role: 'Editor' });
  await untilSaid(uid, { acme: 'o' });
  await until(async () => {
    expect(await markerOf(uid)).toMatchObject({
      status: 'applied',
      role: 'viewer',
      problem: { code: 'unknown-role', field: 'bolt.role' },
    });
  });
});

it('a person in 200 organisations has what fits in the token, the rest on the marker, and loses what is removed', async () => {
  const { uid } = await person();
  const orgIds = Array.from(
    { length: 200 },
    (_, at) => `organisation-${String(at).padStart(3, '0')}`,
  );
  following = false;
  const batch = db.batch();
  for (const orgId of orgIds) batch.set(store.member(orgId, uid), { role: 'viewer', uid });
  await batch.commit();
  await sleep(500);
  following = true;
  // Nobody has copied them: the reconciliation finds them, and writes them together.
  const found: unknown[] = [];
  await reconcile(project, {
    dryRun: false,
    perSecond: 1000,
    onDrift: (of, codes) => of === uid && found.push(...codes),
  });
  expect(found).toContain('membership-not-copied');
  const saidOf = async () => {
    const { o, om } = await claimsOf(uid);
    const more = (await markerOf(uid))?.moreOrgs?.o;
    return { om, token: Object.keys(o ?? {}), more: Object.keys((more ?? {}) as object) };
  };
  await until(async () => {
    const { om, token, more } = await saidOf();
    expect(om).toBe(1);
    expect([...token, ...more].sort()).toEqual(orgIds);
    expect(token.length).toBeGreaterThan(20);
  });
  const { token, more } = await saidOf();
  const removed = [token[0], more.at(-1)] as string[];
  await Promise.all(removed.map((orgId) => store.member(orgId, uid).delete()));
  await until(async () => {
    const now = await saidOf();
    expect([...now.token, ...now.more].sort()).toEqual(
      orgIds.filter((id) => !removed.includes(id)),
    );
  });
  expect(await claimsOf(uid)).toMatchObject({ role: 'viewer' });
});

it('a deleted account leaves no access in any organisation', async () => {
  const { uid } = await person();
  await store.member('acme', uid).set({ role: 'owner', uid });
  await untilSaid(uid, { acme: 'o' });
  await auth.deleteUser(uid);
  const gone = { uid, email: null, createdAt: 0, deletedAt: Date.now() };
  await accountDeleted(project, gone);
  expect((await store.member('acme', uid).get()).data()).toMatchObject({ role: null });
  await until(async () => expect((await store.user(uid).get()).data()).not.toHaveProperty('orgs'));
});
