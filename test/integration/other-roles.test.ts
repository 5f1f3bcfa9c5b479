import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { signInWithCustomToken } from 'firebase/auth';
import { collection, getDocs, query } from 'firebase/firestore';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { defineConfig, defineRoles } from 'live-claims/core';
import { writeRules } from 'live-claims/rules';
import { createLiveClaims } from 'live-claims/web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import demo from '../../functions/src/live-claims.config.ts';
import { editAccess } from '../../packages/live-claims/src/functions/edit/edit.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { callerSince } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { provisionAccount } from '../../packages/live-claims/src/functions/provision/provision-account.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { hospital } from '../../packages/live-claims/src/testing/other-app.ts';
import { auth, claimsOf, createAccount } from '../support/admin.ts';
import { type Client, openClient } from '../support/client.ts';
import { stack } from '../support/stack.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

/** Another app: other ranks, other collections and fields, the same engine. */
const crewRoles = defineRoles({
  ranking: ['passenger', 'mate', 'captain'],
  permissions: {
    passenger: ['posts.read'],
    mate: ['posts.read', 'posts.write'],
    captain: [
      'posts.read',
      'posts.write',
      'posts.publish',
      'people.read',
      'roles.grant',
      'audit.read',
      'settings.change',
    ],
  },
  initialRole: 'passenger',
});
const { collections, fields } = hospital;
const config = defineConfig({
  roles: crewRoles,
  can: { grantRoles: 'roles.grant' },
  collections,
  fields,
});
const crew = config.roles;

/** Its own database: no trigger of the app under test listens there. */
const PROJECT = 'demo-other-roles';

const db = getFirestore(initializeApp({ projectId: PROJECT }, PROJECT));
const store = new Store(db, config);
const engine = syncEngine(auth, store, crew);

let client: Client;

beforeAll(async () => {
  client = openClient(PROJECT);
  const content = writeRules(await readFile('firestore.rules', 'utf8'), {
    ...demo,
    roles: crew,
    collections,
    fields,
  });
  const url = `http://${stack.firestore}/emulator/v1/projects/${PROJECT}:securityRules`;
  const body = JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content }] } });
  const response = await fetch(url, { method: 'PUT', body });
  expect(response.status, await response.text()).toBe(200);
});

afterAll(() => client.close());

it('a table with other roles works from the document to the server’s checks', async () => {
  const [captain, sailor] = await Promise.all([createAccount(), createAccount()]);
  await db.doc(`members/${captain.uid}`).set({ position: 'captain' });

  const profile = { email: null, emailVerified: false, displayName: null, photoURL: null };
  const provisioned = await provisionAccount({ store, engine }, { uid: sailor.uid, ...profile });
  expect(provisioned).toMatchObject({ role: 'passenger', claims: { role: 'passenger' } });
  await auth.setCustomUserClaims(sailor.uid, provisioned.claims);

  await signInWithCustomToken(client.auth, await auth.createCustomToken(sailor.uid));
  const live = createLiveClaims({
    auth: client.auth,
    firestore: client.firestore,
    config,
  });
  try {
    await untilSnapshot(live, ({ status }) => status === 'fresh');
    expect(live.getSnapshot()).toMatchObject({ role: 'passenger', permissions: ['posts.read'] });
    const everyPost = query(collection(client.firestore, 'posts'));
    await expect(getDocs(everyPost)).rejects.toMatchObject({ code: 'permission-denied' });

    const now = Date.now();
    const caller = callerSince(captain.uid, Math.floor(now / 1000));
    const by = { kind: 'person', caller } as const;
    const order = { uid: sailor.uid, edit: { role: 'mate' }, by, changeId: randomUUID(), now };
    const edited = await editAccess({ store, engine }, order);
    expect(edited).toMatchObject({ outcome: 'written', sync: { status: 'applied' } });
    const { version } = await syncUser(engine, sailor.uid);
    expect(await claimsOf(sailor.uid)).toEqual({ role: 'mate', cv: version });

    await untilSnapshot(live, ({ role }) => role === 'mate');
    expect(live.getSnapshot()).toMatchObject({ status: 'fresh', version });
    await expect(getDocs(everyPost)).resolves.toBeDefined();
  } finally {
    live.close();
  }
});

it('does not know the demo app’s roles', async () => {
  const { uid } = await createAccount();
  await db.doc(`members/${uid}`).set({ position: 'admin' });
  expect(await syncUser(engine, uid)).toMatchObject({
    status: 'rejected',
    problem: { code: 'unknown-role' },
  });
});
