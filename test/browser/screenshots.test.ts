import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Timestamp } from 'firebase-admin/firestore';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from '../../tools/demo-people.ts';
import { seedDemo } from '../../tools/seed.ts';
import { db, editInConsole } from '../support/admin.ts';
import { stackEnvOfTests } from '../support/stack.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { Recording } from './support/recording.ts';
import { type Visitor, visit } from './support/visitor.ts';

/**
 * With `npm run screenshots` the pictures under docs/ are updated; with the path of a folder in the
 * variable they go there; else they are only looked at.
 */
const { UPDATE_SCREENSHOTS: wanted } = process.env;
const FOLDER = wanted ? resolve(wanted === '1' ? 'docs/screenshots' : wanted) : null;

/** Those that the repository shows; a folder by another name gets all of them. */
const SHOWN: readonly string[] = [
  ...['arrived', 'audit-log', 'my-access', 'my-access-phone', 'people', 'people-dark', 'person'],
  ...['posts', 'posts-phone', 'sign-in'],
];

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

let real: RealBrowser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  await seedDemo({ stack: stackEnvOfTests, logFile: 'the emulators’ log' });
  if (FOLDER !== null) await mkdir(FOLDER, { recursive: true });
  real = await openBrowser();
});
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await real?.close();
});

const [owner, , editor, viewer] = DEMO_PEOPLE as readonly [
  DemoPerson,
  DemoPerson,
  DemoPerson,
  DemoPerson,
];

async function open(
  person: DemoPerson | null,
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark',
): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser, { viewport, colorScheme });
  contexts.push(context);
  if (person !== null) await visitor.signIn({ email: person.email, password: DEMO_PASSWORD });
  return visitor;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const isKept = FOLDER !== null && (wanted !== '1' || SHOWN.includes(name));
  const png = await page.screenshot({
    animations: 'disabled',
    ...(isKept && { path: `${FOLDER}/${name}.png` }),
  });
  expect(png.length).toBeGreaterThan(10_000);
}

/** Nothing sticks out sideways. */
async function fits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
}

it('the way in', async () => {
  const { page } = await open(null, DESKTOP, 'light');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await picture(page, 'sign-in');
});

it('posts, people, audit log and one’s own access', async () => {
  const visitor = await open(owner, DESKTOP, 'light');
  await visitor.page.getByRole('list', { name: 'Posts' }).waitFor();
  await picture(visitor.page, 'posts');
  await visitor.goTo('People');
  await visitor.people().waitFor();
  await picture(visitor.page, 'people');
  await visitor.goTo('Audit log');
  await visitor.page.getByRole('list', { name: 'Audit log' }).waitFor();
  await picture(visitor.page, 'audit-log');
  await visitor.goTo('My access');
  await picture(visitor.page, 'my-access');
  expect(visitor.errors).toEqual([]);
});

it('a change that has just arrived', async () => {
  const visitor = await open(viewer, DESKTOP, 'light');
  await visitor.goTo('My access');
  await visitor.page.getByText('Current', { exact: true }).waitFor();
  await editInConsole(viewer.uid, { role: 'editor' });
  await visitor.notice('You are now an editor.').waitFor();
  await visitor.page.getByRole('main').getByText('arrived in').waitFor();
  await picture(visitor.page, 'arrived');
  await editInConsole(viewer.uid, { role: 'viewer' });
  await visitor.role('viewer').waitFor();
});

it('the moving picture of the README: a role is given and taken back, in two browsers', async () => {
  const HALF = { width: 600, height: 640 };
  const [admin, other] = await Promise.all([
    open(owner, HALF, 'light'),
    open(viewer, HALF, 'light'),
  ]);
  await other.page.getByRole('list', { name: 'Posts' }).waitFor();
  await admin.goTo('People');
  await admin.openPerson(viewer.displayName);
  const change = admin.page.getByRole('button', { name: `Change role of ${viewer.displayName}` });
  await change.waitFor();
  const recording = FOLDER === null ? null : new Recording([admin.page, other.page]);
  const look = () => sleep(recording === null ? 0 : 900);
  await look();
  await change.click();
  await admin.page.getByRole('radio', { name: 'editor' }).check();
  await look();
  await admin.confirm('Save role');
  await other.writeButton().waitFor();
  await look();
  await other.writeButton().click();
  await other.page.getByLabel('Title').pressSequentially('Hello', { delay: 60 });
  await look();
  await admin.page.getByRole('button', { name: 'Undo' }).click();
  await other.writeButton().waitFor({ state: 'detached' });
  await other.page.getByRole('alert').getByText('Your access changed').waitFor();
  await look();
  if (recording !== null) {
    expect(await recording.save(`${FOLDER}/at-once.webp`)).toBeGreaterThan(5);
  }
});

it('what can be done with an account, and invites', async () => {
  const visitor = await open(owner, DESKTOP, 'light');
  const { page } = visitor;
  await visitor.goTo('People');
  await visitor.openPerson(editor.displayName);
  await page.getByRole('button', { name: `More about ${editor.displayName}` }).click();
  await page.getByRole('menuitem', { name: 'Delete account…' }).waitFor();
  await picture(page, 'person');
  await page.getByRole('menuitem', { name: 'Delete account…' }).click();
  await page.getByRole('dialog').waitFor();
  await picture(page, 'delete-account');
  await page.keyboard.press('Escape');
  await visitor.goTo('People');
  await visitor.showInvites();
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByLabel('E-mail address').fill('ines@example.com');
  await picture(page, 'invite');
  await page.getByRole('button', { name: 'Create invite' }).click();
  await page.getByRole('list', { name: 'Invites' }).getByText('ines@example.com').waitFor();
  await page.getByRole('list', { name: 'Invites' }).scrollIntoViewIfNeeded();
  await visitor.notice('ines@example.com is invited as a viewer.').waitFor();
  await picture(page, 'invites');
  expect(visitor.errors).toEqual([]);
});

it('the access settings, and the page that users see during a lockdown', async () => {
  const [first, second, third] = [
    await open(owner, DESKTOP, 'light'),
    await open(viewer, DESKTOP, 'dark'),
    await open(editor, PHONE, 'light'),
  ];
  await first.goTo('Settings');
  await first.page.getByText('Lockdown is off.').waitFor();
  await picture(first.page, 'settings');
  try {
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: true });
    await first.page
      .getByRole('region', { name: 'Lockdown' })
      .getByText('Lockdown is on')
      .waitFor();
    await picture(first.page, 'settings-locked-down');
    for (const [{ page }, name] of [
      [second, 'locked-down-dark'],
      [third, 'locked-down-phone'],
    ] as const) {
      await page.getByRole('heading', { name: 'The app is locked down.' }).waitFor();
      await fits(page);
      await picture(page, name);
    }
  } finally {
    await db.doc(ACCESS_SETTINGS_PATH).delete();
  }
});

it('a role that is about to end', async () => {
  const visitor = await open(viewer, DESKTOP, 'light');
  await visitor.goTo('My access');
  const roleExpiresAt = Timestamp.fromMillis(Date.now() + 4 * 60_000);
  await editInConsole(viewer.uid, { role: 'editor', roleExpiresAt });
  await visitor.page.getByRole('timer').first().waitFor();
  await picture(visitor.page, 'role-ends');
  await editInConsole(viewer.uid, { role: 'viewer', roleExpiresAt: null });
  await visitor.role('viewer').waitFor();
});

it('in the dark', async () => {
  const visitor = await open(owner, DESKTOP, 'dark');
  await visitor.goTo('People');
  await visitor.people().waitFor();
  await picture(visitor.page, 'people-dark');
  await visitor.openPerson(editor.displayName);
  await visitor.page.getByRole('button', { name: `More about ${editor.displayName}` }).click();
  await visitor.page.getByRole('menuitem', { name: 'Disable account…' }).click();
  await visitor.page.getByRole('dialog').waitFor();
  await picture(visitor.page, 'disable-account-dark');
  await visitor.page.keyboard.press('Escape');
  await visitor.goTo('Settings');
  await visitor.page.getByText('Lockdown is off.').waitFor();
  await picture(visitor.page, 'settings-dark');
});

it('on a phone, at whose width nothing sticks out', async () => {
  const visitor = await open(editor, PHONE, 'light');
  await visitor.page.getByRole('list', { name: 'Posts' }).waitFor();
  await fits(visitor.page);
  await picture(visitor.page, 'posts-phone');
  await visitor.goTo('My access');
  await fits(visitor.page);
  await picture(visitor.page, 'my-access-phone');
  const top = await open(owner, PHONE, 'dark');
  for (const [place, content] of [
    ['People', top.people()],
    ['Settings', top.page.getByText('Lockdown is off.')],
    ['Audit log', top.page.getByRole('list', { name: 'Audit log' })],
  ] as const) {
    await top.goTo(place);
    await content.waitFor();
    await fits(top.page);
    await picture(top.page, `${place.toLowerCase().replace(' ', '-')}-phone-dark`);
  }
});

it('by keyboard alone: sign in and reach the first post', async () => {
  const visitor = await open(null, DESKTOP, 'light');
  const { keyboard } = visitor.page;
  await visitor.page.getByLabel('E-mail address').focus();
  await keyboard.type(editor.email);
  await keyboard.press('Tab');
  await keyboard.type(DEMO_PASSWORD);
  await keyboard.press('Enter');
  await visitor.role('editor').waitFor();
  await visitor.page.getByRole('list', { name: 'Posts' }).waitFor();
  // The next Tab goes on from the heading, not from the top of the page.
  const focused = () => visitor.page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused).toBe('Posts');
  await keyboard.press('Tab');
  for (let presses = 1; presses < 15; presses++) {
    const name = await visitor.page.evaluate(() => document.activeElement?.textContent ?? '');
    if (name.includes('Write a post')) break;
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await visitor.page.getByRole('dialog', { name: 'Write a post' }).waitFor();
  await keyboard.press('Escape');
  await visitor.page.getByRole('dialog', { name: 'Write a post' }).waitFor({ state: 'detached' });
});
