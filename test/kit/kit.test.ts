import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deleteApp, initializeApp as openApp } from 'firebase/app';
import {
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  getAuth as getClientAuth,
  signInWithCustomToken,
} from 'firebase/auth';
import {
  connectFirestoreEmulator,
  getFirestore as getClientFirestore,
  terminate,
} from 'firebase/firestore';
import { connectFunctionsEmulator, getFunctions as getClientFunctions } from 'firebase/functions';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { defineConfig, defineRoles, RECONCILE_TASK } from 'live-claims/core';
import { createLiveClaims } from 'live-claims/web';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../packages/live-claims/src/cli/live-claims.ts';
import { fakeTerminal } from '../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { tarballProblems } from '../../tools/check-package.ts';
import { loadedFunctions } from '../../tools/emulators/functions-emulator.ts';
import type { Stack } from '../../tools/emulators/stack.ts';
import { KitProject } from './kit-project.ts';

const roles = defineRoles({
  ranking: ['member', 'owner'],
  permissions: { member: ['posts.read'], owner: ['posts.read', 'users.manage'] },
  initialRole: 'member',
});

const project = new KitProject();
let stack: Stack;
let first: string;
let second: string;

beforeAll(async () => {
  const tarball = await project.publish();
  expect(await tarballProblems(new Uint8Array(readFileSync(tarball)))).toEqual([]);
}, 300_000);
afterAll(() => project.remove(), 60_000);

/** The Admin SDK on the running emulators. */
function admin() {
  Object.assign(process.env, stack.env);
  const app = initializeApp({ projectId: stack.projectId }, crypto.randomUUID());
  return { auth: getAuth(app), db: getFirestore(app), functions: getFunctions(app) };
}

/** A browser, as far as Firebase can tell. */
function openClient(region: string) {
  const { ports, projectId } = stack;
  const app = openApp({ projectId, apiKey: 'demo-key' }, crypto.randomUUID());
  const auth = getClientAuth(app);
  connectAuthEmulator(auth, `http://127.0.0.1:${ports.auth}`, { disableWarnings: true });
  const firestore = getClientFirestore(app);
  connectFirestoreEmulator(firestore, '127.0.0.1', ports.firestore);
  const functions = getClientFunctions(app, region);
  connectFunctionsEmulator(functions, '127.0.0.1', ports.functions);
  onTestFinished(async () => {
    await terminate(firestore);
    await deleteApp(app);
  });
  return { auth, firestore, functions };
}

/** The claims and the marker of an account. */
async function accessOf({ auth, db }: ReturnType<typeof admin>, uid: string) {
  const [{ customClaims }, marker] = await Promise.all([
    auth.getUser(uid),
    db.doc(`userClaims/${uid}`).get(),
  ]);
  return { claims: customClaims?.role, marker: marker.get('role') };
}

const PATIENCE = { timeout: 60_000 };

describe('installed by the Firebase CLI from a registry', () => {
  it('it is a kit with locked versions, and says what a deployment will make', async () => {
    const said = await project.install();
    [first = ''] = project.instances();
    expect(said).toContain('successfully installed');
    expect(said).not.toContain('npm-shrinkwrap.json');
    for (const made of ['syncClaims', 'syncMyClaims', 'provisionUser', 'runJob']) {
      expect(said).toContain(`- kit-${first}-${made}`);
    }
    expect(said).toContain('- identitytoolkit.googleapis.com');
    expect(said).toMatch(/roles\/firebaseauth\.admin|Firebase Authentication Admin/);
    const installed = path.join(project.source, 'node_modules/live-claims-kit');
    const lock = readFileSync(path.join(installed, 'npm-shrinkwrap.json'), 'utf8');
    expect(JSON.parse(lock).packages).toHaveProperty('node_modules/live-claims');
    expect(lock).not.toContain('"resolved"');
  }, 300_000);

  it('its region is the wrapper’s, its trigger listens where a parameter says, a reconciliation follows each deployment', async () => {
    const task = { function: 'runJob', body: { data: RECONCILE_TASK } };
    const manifest = await project.manifest();
    expect(manifest).toMatchObject({
      endpoints: {
        syncClaims: {
          region: '{{ params.FUNCTION_DEFAULT_REGION }}',
          eventTrigger: {
            eventFilterPathPatterns: { document: '{{ params.USERS_COLLECTION }}/{uid}' },
          },
        },
        provisionUser: { omit: '{{ params.PROVISION_NEW_ACCOUNTS ? false : true }}' },
      },
      lifecycleHooks: { afterFirstDeploy: { task }, afterRedeploy: { task } },
    });
  });

  it('a second instance stands beside it', async () => {
    const said = await project.install();
    second = project.instances().find((instance) => instance !== first) ?? '';
    expect(said).toContain(`- kit-${second}-runJob`);
  }, 300_000);
});

describe('on the emulators, with parameters', () => {
  beforeAll(async () => {
    const table = { ROLES: JSON.stringify(roles.permissions), INITIAL_ROLE: 'member' };
    project.configure(first, {
      ...table,
      FUNCTION_DEFAULT_REGION: 'europe-west1',
      PROVISION_NEW_ACCOUNTS: 'true',
    });
    project.configure(second, {
      ...table,
      FUNCTION_DEFAULT_REGION: 'us-central1',
      USERS_COLLECTION: 'members',
    });
    stack = await project.start();
  }, 300_000);

  it('a sign-up has its role in its first token, and an edit of the role reaches claims and marker', async () => {
    const to = admin();
    const client = openClient('europe-west1');
    const { user } = await createUserWithEmailAndPassword(
      client.auth,
      'ada@example.com',
      'secret-1',
    );
    expect((await user.getIdTokenResult()).claims.role).toBe('member');
    await to.db.doc(`users/${user.uid}`).update({ role: 'owner' });
    await expect
      .poll(() => accessOf(to, user.uid), PATIENCE)
      .toEqual({ claims: 'owner', marker: 'owner' });
  });

  it('a client that is told the prefix asks the kit’s syncMyClaims, and follows an edit', async () => {
    const to = admin();
    const asked: string[] = [];
    onTestFinished(
      stack.onLine((line) => void (line.includes('syncMyClaims') && asked.push(line))),
    );
    const { uid } = await to.auth.createUser({ email: 'ben@example.com', emailVerified: true });
    const client = openClient('europe-west1');
    const claims = createLiveClaims({
      ...client,
      config: { roles, functionPrefix: `kit-${first}-` },
      pollingUrl: null,
    });
    onTestFinished(() => claims.close());
    await signInWithCustomToken(client.auth, await to.auth.createCustomToken(uid));
    await expect.poll(() => claims.getSnapshot().role, PATIENCE).toBe('member');
    expect(asked.join()).toContain(`europe-west1-kit-${first}-syncMyClaims`);
    await to.db.doc(`users/${uid}`).update({ role: 'owner' });
    await expect.poll(() => claims.getSnapshot().role, PATIENCE).toBe('owner');
  });

  it('the task after a deployment starts a reconciliation, whose steps go through the kit’s queue', async () => {
    const to = admin();
    const { uid } = await to.auth.createUser({ email: 'cleo@example.com' });
    await to.db.doc(`users/${uid}`).set({ role: 'owner' });
    await expect.poll(() => accessOf(to, uid), PATIENCE).toMatchObject({ claims: 'owner' });
    await to.auth.setCustomUserClaims(uid, null);
    const queue = `locations/europe-west1/functions/kit-${first}-runJob`;
    await to.functions.taskQueue(queue).enqueue(RECONCILE_TASK);
    await expect.poll(() => accessOf(to, uid), PATIENCE).toMatchObject({ claims: 'owner' });
    const done = async () =>
      (await to.db.collection('jobs').where('status', '==', 'done').get()).size;
    await expect.poll(done, PATIENCE).toBe(1);
  });

  it('the command line that is told the prefix finds the kit’s queue', async () => {
    const config = defineConfig({
      ...{ roles, can: { grantRoles: 'users.manage' } as const, region: 'europe-west1' },
      functionPrefix: `kit-${first}-`,
    });
    const terminal = fakeTerminal({ ...process.env, ...stack.env });
    expect(await main(['reconcile', '--json'], config, terminal)).toBe(0);
    expect(JSON.parse(terminal.written().out)).toMatchObject({ status: 'done', kind: 'reconcile' });
  });

  it('the second instance follows its own collection, in its own region', async () => {
    const to = admin();
    const { uid } = await to.auth.createUser({ email: 'dan@example.com' });
    await to.db.doc(`members/${uid}`).set({ role: 'owner' });
    await expect
      .poll(() => accessOf(to, uid), PATIENCE)
      .toEqual({ claims: 'owner', marker: 'owner' });
    const loaded = await loadedFunctions(stack.env.LIVE_CLAIMS_FUNCTIONS_HOST);
    const found = loaded.map(({ name, region }) => `${region}/${name}`);
    expect(found).toContain(`us-central1/kit-${second}-syncMyClaims`);
    expect(found.filter((name) => name.endsWith('provisionUser'))).toEqual([
      `europe-west1/kit-${first}-provisionUser`,
    ]);
  });
});

describe('with a role table as a value in the wrapper', () => {
  beforeAll(async () => {
    await project.editWrapper(
      'export * from "live-claims-kit";',
      `import { defineConfig, defineLiveClaims, defineRoles } from "live-claims-kit/lib";

const roles = defineRoles({
  ranking: ["nurse", "doctor"],
  permissions: { nurse: [], doctor: ["staff.manage"] },
  initialRole: null,
});

export const { syncClaims, syncMyClaims, runJob, reconcileClaims, expireGrants } = defineLiveClaims(
  defineConfig({ roles, can: { grantRoles: "staff.manage" }, collections: { users: "staff" } }),
);`,
    );
    stack = await project.start();
  }, 300_000);

  it('it compiles, and the table and the names that it says hold', async () => {
    const to = admin();
    const { uid } = await to.auth.createUser({ email: 'eve@example.com' });
    await to.db.doc(`staff/${uid}`).set({ role: 'nurse' });
    await expect
      .poll(() => accessOf(to, uid), PATIENCE)
      .toEqual({ claims: 'nurse', marker: 'nurse' });
  });
});
