import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Stack } from '../../tools/emulators/stack.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { AdoptedApp, packOnce, report } from './adopted-app.ts';

const react = new AdoptedApp('react');
const vue = new AdoptedApp('vue');
let browser: Browser;
beforeAll(async () => {
  const [opened, tarball] = await Promise.all([launchChromium(), packOnce()]);
  browser = opened;
  await Promise.all([react.prepare(tarball), vue.prepare(tarball)]);
}, 600_000);
afterAll(async () => {
  await Promise.all([browser?.close(), react.remove(), vue.remove()]);
}, 120_000);

const MOST_COMMANDS = 5;
const MOST_LINES = 25;

/** The Admin SDK, which edits a document as the Firebase console does. */
function openConsole({ env, projectId }: Stack) {
  Object.assign(process.env, env);
  const app = initializeApp({ projectId }, crypto.randomUUID());
  onTestFinished(() => deleteApp(app));
  return { auth: getAuth(app), db: getFirestore(app) };
}

/** Registers by the app's own form. */
async function register(stack: Stack, email: string): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(stack.hostingUrl);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: `Hello ${email.split('@')[0]}` }).waitFor(PATIENCE);
  return page;
}

/** A write of a document by the signed-in person, past the app. @returns the HTTP status. */
async function writeAs(stack: Stack, email: string, document: string, field: string) {
  const auth = `http://127.0.0.1:${stack.ports.auth}/identitytoolkit.googleapis.com/v1`;
  const signedIn = await fetch(`${auth}/accounts:signInWithPassword?key=demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse', returnSecureToken: true }),
  });
  const { idToken } = (await signedIn.json()) as { idToken: string };
  const documents = `http://127.0.0.1:${stack.ports.firestore}/v1/projects/${stack.projectId}/databases/(default)/documents`;
  const { status } = await fetch(`${documents}/${document}?updateMask.fieldPaths=${field}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${idToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { [field]: { stringValue: 'manager' } } }),
  });
  return status;
}

const PATIENCE = { timeout: 120_000 };

it('a React app whose functions have older SDKs: five commands, and the page follows', async () => {
  const app = react.begin();
  const functions = [app.read('functions/index.js'), app.read('functions/package.json')];
  await app.type('npm install ./live-claims-0.1.0.tgz');
  const said = await app.type(
    'npx live-claims init --role attendee=schedule.save --role admin=logs.read --role super_admin --yes',
  );
  expect(said).toContain('a codebase of its own beside yours');
  expect([app.read('functions/index.js'), app.read('functions/package.json')]).toEqual(functions);
  expect(said).toMatch(
    /firestore\.rules:20: Every signed-in user whose role is over .*; users with the role attendee may also change/,
  );
  app.write();
  expect(await app.type('npx live-claims check')).toContain('Nothing is wrong');
  const stack = await app.startEmulators();
  await app.build('dist/assets');
  const page = await register(stack, 'ana@example.com');
  const logs = page.getByRole('button', { name: 'Show the logs' });
  const team = page.getByRole('link', { name: 'The team' });
  expect(await logs.isVisible()).toBe(false);

  await app.type('npx live-claims grant ana@example.com admin --unverified');
  await logs.waitFor(PATIENCE);
  report('react', app.done());

  const { auth, db } = openConsole(stack);
  // The app's own function goes on as before, and its list opens.
  await expect.poll(async () => (await db.collection('logs').get()).size, PATIENCE).toBe(1);
  await logs.click();
  await page.getByText('Registered: ana@example.com').waitFor(PATIENCE);
  const { uid } = await auth.getUserByEmail('ana@example.com');
  await db.doc(`users/${uid}`).update({ role: 'super_admin' });
  await team.waitFor(PATIENCE);
  expect(await writeAs(stack, 'ana@example.com', `users/${uid}`, 'displayName')).toBe(200);
  expect(await writeAs(stack, 'ana@example.com', `users/${uid}`, 'roleExpiresAt')).toBe(403);
  await db.doc(`users/${uid}`).update({ role: null });
  await logs.waitFor({ state: 'hidden', ...PATIENCE });
  expect(await team.isVisible()).toBe(false);

  const { commands, lines } = app.done();
  expect(commands.length).toBeLessThanOrEqual(MOST_COMMANDS);
  expect(lines).toBeLessThanOrEqual(MOST_LINES);
  expect(await app.type('npx live-claims init --yes')).toContain('Nothing to change');
  await app.stop();
});

it('a Vue app in TypeScript whose users have addresses as ids: access gets a collection of its own', async () => {
  const app = vue.begin();
  await app.type('npm install ./live-claims-0.1.0.tgz');
  const said = await app.type(
    'npx live-claims init --role member --role moderator=reports.read --role manager --yes',
  );
  expect(said).toContain('access gets a collection of its own');
  expect(said).toMatch(/firestore\.rules:7: A rule for every document/);
  app.write();
  expect(await app.type('npx live-claims check')).toContain('Nothing is wrong');
  const stack = await app.startEmulators('npm --prefix functions run build');
  await app.build('dist/assets');
  const { auth, db } = openConsole(stack);
  await db.collection('reports').add({ text: 'The roof leaks.' });
  const page = await register(stack, 'bo@example.com');
  const leak = page.getByText('The roof leaks.');
  expect(await leak.isVisible()).toBe(false);

  await app.type('npx live-claims grant bo@example.com moderator --unverified');
  await leak.waitFor(PATIENCE);
  report('vue', app.done());

  const { uid } = await auth.getUserByEmail('bo@example.com');
  expect(await writeAs(stack, 'bo@example.com', 'users/bo@example.com', 'name')).toBe(200);
  expect(await writeAs(stack, 'bo@example.com', `members/${uid}`, 'role')).toBe(403);
  await db.doc(`members/${uid}`).update({ role: 'member' });
  await leak.waitFor({ state: 'hidden', ...PATIENCE });

  const { commands, lines } = app.done();
  expect(commands.length).toBeLessThanOrEqual(MOST_COMMANDS);
  expect(lines).toBeLessThanOrEqual(MOST_LINES);
  expect(await app.type('npx live-claims init --yes')).toContain('Nothing to change');
  await app.stop();
});
