import { initializeApp } from 'firebase-admin/app';
import { FieldValue, getFirestore } from 'firebase-admin/firestore';
import { fitClaims, parseMarker } from 'live-claims/core';
import { expect, it } from 'vitest';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { orgConfig as config } from '../../packages/live-claims/src/testing/org-config.ts';
import { auth, claimsOf, createAccount } from '../support/admin.ts';

/** Its own database: no trigger of the app under test listens there. */
const PROJECT = 'demo-additional-claims';
const store = new Store(getFirestore(initializeApp({ projectId: PROJECT }, PROJECT)), config);
const engine = syncEngine(auth, store, config.roles);

const markerOf = async (uid: string) => parseMarker((await store.marker(uid).get()).data());

it('claims of the app’s own come, change and go with their fields', async () => {
  const { uid } = await createAccount();
  await auth.setCustomUserClaims(uid, { tenant: 't1' });
  await store.user(uid).set({ role: 'editor', plan: 'pro', salesArea: 'Österreich' });
  const { version } = await syncUser(engine, uid);
  const additionalClaims = { plan: 'pro', a: 'Österreich' };
  const cv = version;
  expect(await claimsOf(uid)).toEqual({ tenant: 't1', role: 'editor', cv, ...additionalClaims });
  expect(await markerOf(uid)).toMatchObject({ version, problem: null, additionalClaims });
  expect(await syncUser(engine, uid)).toMatchObject({ changed: false });

  await store.user(uid).update({ plan: 'gold', salesArea: 7 });
  const rejected = await syncUser(engine, uid);
  expect(rejected).toMatchObject({
    role: 'editor',
    status: 'applied',
    problem: { field: 'plan' },
  });
  expect(await claimsOf(uid)).toMatchObject({ role: 'editor', a: 'Österreich' });
  expect(await claimsOf(uid)).not.toHaveProperty('plan');

  await store.user(uid).update({ plan: FieldValue.delete(), salesArea: null });
  const removed = await syncUser(engine, uid);
  expect(await claimsOf(uid)).toEqual({ tenant: 't1', role: 'editor', cv: removed.version });
  expect((await store.marker(uid).get()).data()).not.toHaveProperty('additionalClaims');
});

it('Firebase Auth takes as many bytes as are counted on, also of what is not ASCII', async () => {
  const { uid } = await createAccount();
  const longest = (fill: string) => {
    for (let length = 1000; ; length--) {
      const values = { a: fill.repeat(length) };
      const fitted = fitClaims(
        config.roles,
        { role: 'editor', cv: 1_795_000_000_000_000 },
        {
          values,
          memberships: {},
          problem: null,
        },
      );
      if (fitted.problem === null) return values.a;
    }
  };
  for (const fill of ['x', 'ü', '漢', '😀']) {
    await store.user(uid).set({ role: 'editor', salesArea: longest(fill) });
    expect(await syncUser(engine, uid), fill).toMatchObject({ status: 'applied', problem: null });
    expect(await claimsOf(uid), fill).toMatchObject({ role: 'editor', a: longest(fill) });
  }
});
