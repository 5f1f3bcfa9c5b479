import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { freePort } from '../../tools/emulators/ports.ts';
import { openBrowser, type RealBrowser } from '../browser/support/chromium.ts';
import {
  createPerson,
  editInConsole,
  TELL_AGAIN_AFTER_MS,
  type TestUser,
  tellAgain,
  untilMarker,
} from '../support/admin.ts';
import { npmEnv, packInto, unpackInto } from '../support/packed.ts';

const APP = path.join(import.meta.dirname, 'next');
const MODULES = path.join(APP, 'node_modules');
const NEXT = path.join(MODULES, 'next/dist/bin/next');
const PATIENCE = 60_000;

const run = promisify(execFile);
const quiet = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

let server: ChildProcess;
let url: string;
let real: RealBrowser;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  await install();
  await run(process.execPath, [NEXT, 'build'], { cwd: APP, env: quiet });
  url = await start();
  real = await openBrowser();
}, 900_000);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await real?.close();
  if (server?.exitCode === null) {
    server.kill();
    await once(server, 'exit');
  }
});

/** Next by its lockfile, where it is not there yet, and the package out of its tarball. */
async function install(): Promise<void> {
  const installed = path.join(MODULES, '.package-lock.json');
  const age = (file: string) => (existsSync(file) ? statSync(file).mtimeMs : 0);
  if (age(installed) < age(path.join(APP, 'package-lock.json'))) {
    const shell = process.platform === 'win32';
    await run('npm', ['ci', '--ignore-scripts'], { cwd: APP, env: npmEnv(), shell });
  }
  rmSync(path.join(MODULES, 'live-claims'), { recursive: true, force: true });
  const tarball = await packInto(MODULES);
  await unpackInto(MODULES, tarball);
  rmSync(tarball);
}

/** Starts the app as it is deployed, on the emulators. Comes back with its address once it answers. */
async function start(): Promise<string> {
  const at = `http://127.0.0.1:${await freePort()}`;
  const { port } = new URL(at);
  const args = [NEXT, 'start', '--port', port, '--hostname', '127.0.0.1'];
  let said = '';
  server = spawn(process.execPath, args, { cwd: APP, env: quiet, stdio: 'pipe' });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on('data', (text) => {
      said += text;
    });
  }
  await vi.waitFor(
    async () => {
      const { status } = await fetch(at);
      if (status !== 200) throw new Error(`Next answers ${status}: ${said}`);
    },
    { timeout: 120_000, interval: 200 },
  );
  return at;
}

/** A browser in which the person has signed in, at a page of the app. */
async function signedIn(person: TestUser, next: string): Promise<Browsing> {
  const context = await real.browser.newContext();
  closing.push(() => context.close());
  const repeating = setInterval(() => void tellAgain(person.uid), TELL_AGAIN_AFTER_MS);
  closing.push(() => clearInterval(repeating));
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${url}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return { context, page };
}

interface Browsing {
  readonly context: BrowserContext;
  readonly page: Page;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** The session cookie, as a `Cookie` header. */
async function cookieOf(context: BrowserContext): Promise<string> {
  const [cookie] = (await context.cookies()).filter(({ name }) => name === '__session');
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

it('the app has the ranks of the functions that it is on', async () => {
  const { default: config } = await import(path.join(APP, 'live-claims.config.js'));
  expect(config.roles.ranking).toEqual(appRoles.ranking);
});

it('a role edited in Firestore changes the page that the server renders, without a new sign-in', async () => {
  const person = await createPerson('viewer');
  // An open redirect would lead away from here.
  const { context, page } = await signedIn(person, '//evil.example/');
  await heading(page, 'You are: viewer').waitFor();
  expect(page.url()).toBe(`${url}/`);
  const second = await context.newPage();
  second.setDefaultTimeout(PATIENCE);
  await second.goto(url);
  await heading(second, 'You are: viewer').waitFor();
  for (const tab of [page, second]) await tab.evaluate('window.isTheSamePage = true');

  const posts: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/api/session')) posts.push(request.method());
  });
  await editInConsole(person.uid, { role: 'editor' });
  for (const tab of [page, second]) {
    await heading(tab, 'You are: editor').waitFor();
    expect(await tab.evaluate('window.isTheSamePage')).toBe(true);
  }
  expect(posts).toEqual(['POST']);
  expect(await rendered(await cookieOf(context), '/')).toBe('You are: editor');
  await page.goto(`${url}/desk`);
  await heading(page, 'The desk of the editor').waitFor();
});

it('a demoted user is refused at once by the document, and by the marker with that', async () => {
  const person = await createPerson('editor');
  const { context, page } = await signedIn(person, '/desk');
  await heading(page, 'The desk of the editor').waitFor();
  const cookie = await cookieOf(context);
  expect(await rendered(cookie, '/board')).toBe('The board');
  const write = (headers: Record<string, string> = {}) =>
    fetch(`${url}/api/drafts`, { method: 'POST', headers: { cookie, ...headers } });
  expect(await (await write()).json()).toEqual({ uid: person.uid, role: 'editor' });
  // Another site's page has no use of the cookie that it rides.
  expect((await write({ origin: 'https://evil.example' })).status).toBe(401);
  expect((await write({ 'sec-fetch-site': 'cross-site' })).status).toBe(401);

  await editInConsole(person.uid, { role: 'viewer' });
  expect(await rendered(cookie, '/desk')).toBe('Refused: not-allowed');
  expect((await write()).status).toBe(403);
  await untilMarker(person.uid, ({ role }) => role === 'viewer');
  expect(await rendered(cookie, '/')).toBe('You are signed out');
  expect(await rendered(cookie, '/board')).toMatch(/\/sign-in\?next=%2Fboard$/);

  // The open page follows, and so does its cookie.
  await heading(page, 'Refused: not-allowed').waitFor();
  await expect
    .poll(async () => rendered(await cookieOf(context), '/'), { timeout: PATIENCE })
    .toBe('You are: viewer');
});

it('a signed-in user without the permission sees the refusal, and is not sent back and forth', async () => {
  const person = await createPerson('viewer');
  const { context, page } = await signedIn(person, '/');
  await heading(page, 'You are: viewer').waitFor();
  await editInConsole(person.uid, { role: null });
  await heading(page, 'You are: null').waitFor();
  const cookie = await cookieOf(context);
  expect(await rendered(cookie, '/sign-in?next=%2Fboard')).toBe('/board');
  expect(await rendered(cookie, '/board')).toBe('Refused: not-allowed');
  await page.goto(`${url}/board`);
  await heading(page, 'Refused: not-allowed').waitFor();

  // The refusal follows the claims as well.
  await editInConsole(person.uid, { role: 'viewer' });
  await heading(page, 'The board').waitFor();
});

it('the cookie ends with the sign-out', async () => {
  const { context, page } = await signedIn(await createPerson('viewer'), '/');
  await heading(page, 'You are: viewer').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'You are signed out').waitFor();
  expect(await cookieOf(context)).toBe('');
});

it('a disabled user is refused at once, signed out, and has no cookie left', async () => {
  const person = await createPerson('editor');
  const { context, page } = await signedIn(person, '/');
  await heading(page, 'You are: editor').waitFor();
  const cookie = await cookieOf(context);
  await editInConsole(person.uid, { disabled: true });
  expect(await rendered(cookie, '/desk')).toBe('Refused: disabled');
  await heading(page, 'You are signed out').waitFor();
  expect(await cookieOf(context)).toBe('');
});
