import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../support/launch-chromium.ts';
import { AdoptedApp, packOnce, report } from './adopted-app.ts';

const PATIENCE = { timeout: 120_000 };
const MOST_COMMANDS = 5;
const MOST_LINES = 30;

const app = new AdoptedApp('next');
let browser: Browser;
let url: string;
let auth: Auth;
let db: Firestore;

beforeAll(async () => {
  const [opened, tarball] = await Promise.all([launchChromium(), packOnce()]);
  browser = opened;
  await app.prepare(tarball);
}, 600_000);
afterAll(async () => {
  await Promise.all([browser?.close(), app.remove()]);
}, 120_000);

interface Browsing {
  readonly uid: string;
  readonly email: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

let people = 0;

/** Registers by the app's own form, which then leads to `next`. */
async function register(next: string): Promise<Browsing> {
  people += 1;
  const email = `person-${people}@example.com`;
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE.timeout);
  const page = await context.newPage();
  await page.goto(`${url}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.waitForURL((at) => at.pathname !== '/sign-in');
  const { uid } = await auth.getUserByEmail(email);
  // See "What the emulators do that Firebase does not": a listener may miss a change.
  const again = () => db.doc(`userClaims/${uid}`).update({ writtenAgain: randomUUID() });
  const repeating = setInterval(() => void again().catch(() => {}), 10_000);
  onTestFinished(() => clearInterval(repeating));
  return { uid, email, context, page };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** As the Firebase console edits it. */
const edit = (uid: string, fields: object) => db.doc(`users/${uid}`).update({ ...fields });

/** The session cookie of live-claims, as a `Cookie` header. */
async function cookieOf(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === 'live-claims');
  return cookie ? `${cookie.name}=${cookie.value}` : '';
}

/** The page as the server renders it for the bearer of the cookie, without any script. */
async function rendered(cookie: string, page: string): Promise<string> {
  const answer = await fetch(url + page, { headers: { cookie }, redirect: 'manual' });
  return (
    answer.headers.get('location') ??
    /<h1>(.*?)<\/h1>/.exec((await answer.text()).replaceAll('<!-- -->', ''))?.[1] ??
    ''
  );
}

/** The version of the claims for which a session was made; null where it was refused. */
const sessionOf = async (answer: Response): Promise<unknown> =>
  answer.status() === 200 ? (await answer.json()).version : null;

/** Asks the app's route for a draft. */
const write = (cookie: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/drafts`, { method: 'POST', headers: { cookie, ...headers }, body: '{}' });

it('a Next app with a session of its own: five commands, and the pages that its server renders follow', async () => {
  app.begin();
  await app.type('npm install ./live-claims-0.1.0.tgz');
  const said = await app.type(
    'npx live-claims init --role reader --role editor=drafts.edit --role chief --initial-role reader --yes',
  );
  expect(said).toContain('The app has no functions.');
  expect(said).toMatch(/firestore\.rules:16: .* may change roleExpiresAt/);
  app.write();
  expect(await app.type('npx live-claims check')).toContain('Nothing is wrong');
  const stack = await app.startEmulators();
  await app.build('.next/static', '.next/server');
  url = await app.serve();
  Object.assign(process.env, stack.env);
  const admin = initializeApp({ projectId: stack.projectId }, 'console');
  auth = getAuth(admin);
  db = getFirestore(admin);

  // An open redirect would lead away from here.
  const { uid, email, context, page } = await register('//evil.example/');
  expect(page.url()).toBe(`${url}/`);
  await heading(page, 'You are: reader').waitFor();
  const second = await context.newPage();
  await second.goto(url);
  await heading(second, 'You are: reader').waitFor();
  for (const tab of [page, second]) await tab.evaluate('window.isTheSamePage = true');
  const made: Promise<unknown>[] = [];
  context.on('response', (answer) => {
    if (answer.url().endsWith('/api/session')) made.push(sessionOf(answer));
  });

  await app.type(`npx live-claims grant ${email} editor --unverified`);
  await heading(page, 'You are: editor').waitFor();
  report('next', app.done());

  await heading(second, 'You are: editor').waitFor();
  for (const tab of [page, second]) expect(await tab.evaluate('window.isTheSamePage')).toBe(true);
  // Two tabs, and one of them asked for both.
  const versions = (await Promise.all(made)).filter((version) => version !== null);
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions).size).toBe(versions.length);
  expect(await rendered(await cookieOf(context), '/')).toBe('You are: editor');
  await db.collection('drafts').add({ title: 'The well is dry' });
  await page.goto(`${url}/desk`);
  await heading(page, 'The desk of the editor').waitFor();
  await page.getByText('The well is dry').waitFor();
  await edit(uid, { role: 'chief' });
  await heading(page, 'The desk of the chief').waitFor();

  const { commands, lines } = app.done();
  expect(commands.length).toBeLessThanOrEqual(MOST_COMMANDS);
  expect(lines).toBeLessThanOrEqual(MOST_LINES);
  expect(await app.type('npx live-claims init --yes')).toContain('Nothing to change');
});

it('a demoted user is refused at once by the document, and by the marker with that', async () => {
  const { uid, context, page } = await register('/desk');
  await edit(uid, { role: 'editor' });
  await heading(page, 'The desk of the editor').waitFor();
  const cookie = await cookieOf(context);
  const draft = await page.request.post(`${url}/api/drafts`, { data: { title: 'Mud' } });
  expect(draft.status()).toBe(200);
  // Another site's page has no use of the cookie that it rides.
  expect((await write(cookie, { origin: 'https://evil.example' })).status).toBe(401);
  expect((await write(cookie, { 'sec-fetch-site': 'cross-site' })).status).toBe(401);

  await edit(uid, { role: 'reader' });
  expect((await write(cookie)).status).toBe(403);
  await expect
    .poll(async () => (await db.doc(`userClaims/${uid}`).get()).get('role'), PATIENCE)
    .toBe('reader');
  expect(await rendered(cookie, '/')).toBe('You are signed out');
  expect(await rendered(cookie, '/desk')).toMatch(/\/sign-in\?next=%2Fdesk$/);

  // The open page follows, and so does its cookie.
  await heading(page, 'Not for you: not-allowed').waitFor();
  expect(await rendered(await cookieOf(context), '/')).toBe('You are: reader');
});

it('a signed-in user without the permission sees the refusal, and is not sent back and forth', async () => {
  const { uid, context, page } = await register('/desk');
  await heading(page, 'Not for you: not-allowed').waitFor();
  expect(await rendered(await cookieOf(context), '/sign-in?next=%2Fdesk')).toBe('/desk');

  // The refusal follows the claims as well.
  await edit(uid, { role: 'editor' });
  await heading(page, 'The desk of the editor').waitFor();
});

it('the cookie ends with the sign-out', async () => {
  const { context, page } = await register('/');
  await heading(page, 'You are: reader').waitFor();
  expect(await cookieOf(context)).not.toBe('');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'You are signed out').waitFor();
  await expect.poll(() => cookieOf(context), PATIENCE).toBe('');
});

it('a disabled user is refused at once, signed out, and has no cookie left', async () => {
  const { uid, context, page } = await register('/');
  await heading(page, 'You are: reader').waitFor();
  const cookie = await cookieOf(context);
  await edit(uid, { role: 'editor', disabled: true });
  expect((await write(cookie)).status).toBe(403);
  await heading(page, 'You are signed out').waitFor();
  await expect.poll(() => cookieOf(context), PATIENCE).toBe('');
});
