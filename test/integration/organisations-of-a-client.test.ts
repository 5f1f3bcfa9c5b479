import { setTimeout as sleep } from 'node:timers/promises';
import { signInWithCustomToken } from 'firebase/auth';
import { collection, query } from 'firebase/firestore';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { writeRules } from 'live-claims/rules';
import { additionalClaims, type ClaimsSnapshot, can, createLiveClaims } from 'live-claims/web';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sourceOf } from '../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import {
  type CopyEngine,
  copyEngineOf,
  copyMemberships,
} from '../../packages/live-claims/src/functions/orgs/copy-memberships.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { followEdit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
import { orgConfig as config } from '../../packages/live-claims/src/testing/org-config.ts';
import { auth, createAccount } from '../support/admin.ts';
import { type Client, openClient } from '../support/client.ts';
import { stack } from '../support/stack.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

/** Its own database: no trigger of the app under test listens there. */
const PROJECT = 'demo-organisations-of-a-client';
const db = getFirestore(initializeApp({ projectId: PROJECT }, PROJECT));
const store = new Store(db, config);
const engine = syncEngine(auth, store, config.roles);

const RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /orgs/{orgId}/notes/{note} {
      allow read: if canCurrentIn(orgId, 'notes.read');
    }

    // <live-claims>
    // </live-claims>
  }
}
`;

let client: Client;

beforeAll(async () => {
  client = openClient(PROJECT);
  const url = `http://${stack.firestore}/emulator/v1/projects/${PROJECT}:securityRules`;
  const content = writeRules(RULES, config);
  const body = JSON.stringify({ rules: { files: [{ name: 'firestore.rules', content }] } });
  const response = await fetch(url, { method: 'PUT', body });
  expect(response.status, await response.text()).toBe(200);
});

afterAll(() => client.close());

/** What an admin does, and then the triggers: the membership is written and copied, and that is followed. */
async function setRole(uid: string, orgId: string, role: string | null): Promise<void> {
  const before = sourceOf(store, await store.user(uid).get());
  const membership = db.doc(`orgs/${orgId}/members/${uid}`);
  await (role === null ? membership.delete() : membership.set({ uid, role }));
  await copyMemberships(copyEngineOf(engine) as CopyEngine, uid, [orgId]);
  const after = sourceOf(store, await store.user(uid).get());
  const { data, version: beforeVersion } = before;
  await followEdit(engine, { uid, before: data, beforeVersion, after, authType: 'system' }, sleep);
}

const noteIn = (orgId: string, text: string) => db.collection(`orgs/${orgId}/notes`).add({ text });

it('a query of an organisation ends with the role there and comes back with it; that of another goes on', async () => {
  const { uid } = await createAccount();
  await db.doc(`users/${uid}`).set({ role: 'viewer', plan: 'pro' });
  await setRole(uid, 'acme', 'editor');
  await setRole(uid, 'beta', 'viewer');
  await Promise.all([noteIn('acme', 'a1'), noteIn('beta', 'b1')]);

  await signInWithCustomToken(client.auth, await auth.createCustomToken(uid));
  const claims = createLiveClaims({
    auth: client.auth,
    firestore: client.firestore,
    config,
    additional: additionalClaims,
  });
  /** What each query has shown, one entry for each call. */
  const shown = { acme: [] as string[], beta: [] as string[] };
  for (const orgId of ['acme', 'beta'] as const) {
    claims.watch(query(collection(client.firestore, `orgs/${orgId}/notes`)), {
      next: ({ docs }) =>
        shown[orgId].push(
          docs
            .map((note) => note.get('text'))
            .sort()
            .join(),
        ),
      denied: () => shown[orgId].push('denied'),
    });
  }
  const rolesAre = (roles: Readonly<Record<string, string>>) =>
    untilSnapshot(claims, ({ status, orgs }) => {
      const found = Object.entries(orgs).map(([id, access]) => `${id} ${access?.role}`);
      const wanted = Object.entries(roles).map(([id, role]) => `${id} ${role}`);
      return status === 'fresh' && found.sort().join() === wanted.sort().join();
    });
  const mayWriteIn = (orgId: string) => can(claims.getSnapshot(), 'notes.write', { in: orgId });
  try {
    const first: ClaimsSnapshot = await rolesAre({ acme: 'editor', beta: 'viewer' });
    expect(first).toMatchObject({ role: 'viewer', custom: { plan: 'pro' } });
    expect([mayWriteIn('acme'), mayWriteIn('beta')]).toEqual([true, false]);
    await expect.poll(() => [shown.acme, shown.beta]).toEqual([['a1'], ['b1']]);

    await setRole(uid, 'acme', null);
    await rolesAre({ beta: 'viewer' });
    await expect.poll(() => shown.acme).toEqual(['a1', 'denied']);
    await noteIn('beta', 'b2');
    await expect.poll(() => shown.beta).toEqual(['b1', 'b1,b2']);

    await setRole(uid, 'acme', 'viewer');
    await rolesAre({ acme: 'viewer', beta: 'viewer' });
    expect(mayWriteIn('acme')).toBe(false);
    await expect.poll(() => shown.acme).toEqual(['a1', 'denied', 'a1']);
    expect(shown.beta).toEqual(['b1', 'b1,b2']);
  } finally {
    claims.close();
  }
});

it('organisations that the token has no room for are on the marker, and the rules look them up', async () => {
  const { uid } = await createAccount();
  await db.doc(`users/${uid}`).set({ role: 'viewer', salesArea: 'x'.repeat(850) });
  const orgIds = Array.from({ length: 12 }, (_, index) => `organisation-${index}`);
  for (const orgId of orgIds) await setRole(uid, orgId, 'editor');

  await signInWithCustomToken(client.auth, await auth.createCustomToken(uid));
  const claims = createLiveClaims({
    auth: client.auth,
    firestore: client.firestore,
    config,
    additional: additionalClaims,
  });
  try {
    const { orgs } = await untilSnapshot(
      claims,
      ({ status, orgs }) => status === 'fresh' && Object.keys(orgs).length === orgIds.length,
    );
    const token = await client.auth.currentUser?.getIdTokenResult();
    expect(token?.claims).toMatchObject({ om: 1 });
    const named = Object.keys((token?.claims.o ?? {}) as object);
    const [unnamed = ''] = orgIds.filter((orgId) => !named.includes(orgId));
    expect(named.length).toBeLessThan(orgIds.length);
    expect(orgs[unnamed]?.role).toBe('editor');

    await noteIn(unnamed, 'found');
    const shown: string[] = [];
    claims.watch(query(collection(client.firestore, `orgs/${unnamed}/notes`)), {
      next: ({ docs }) => shown.push(docs.map((note) => note.get('text')).join()),
      denied: () => shown.push('denied'),
    });
    await expect.poll(() => shown).toEqual(['found']);

    await setRole(uid, unnamed, null);
    await untilSnapshot(
      claims,
      ({ status, orgs }) => status === 'fresh' && orgs[unnamed] === undefined,
    );
    await expect.poll(() => shown).toEqual(['found', 'denied']);
  } finally {
    claims.close();
  }
});
