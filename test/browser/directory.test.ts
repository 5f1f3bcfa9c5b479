import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import config from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { createPerson, db, type TestUser, userDoc } from '../support/admin.ts';
import { listedPerson, removeRows, writeRows } from '../support/directory-rows.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visitFor } from './support/visitor.ts';

/** As many as a console of today's projects has to bear, with names of every kind; or `DIRECTORY_PEOPLE=100000`. */
const PEOPLE = Number(process.env.DIRECTORY_PEOPLE ?? 3_000);

/** Rows of that many take minutes, to write and to take away. */
const WITHIN_MS = Math.max(300_000, 12 * PEOPLE);

/** What a page with a table of any length may have; only rows that are seen are in it. */
const MOST_NODES = 1_500;

const store = new Store(db, config);
let real: RealBrowser;
let owner: TestUser;

beforeAll(async () => {
  [real, owner] = await Promise.all([
    openBrowser(),
    createPerson('owner'),
    writeRows(store, PEOPLE, Date.now()),
  ]);
}, WITHIN_MS);

afterAll(async () => {
  await real?.close();
  // A reconciliation in this project would look at each of them.
  await removeRows(store, PEOPLE);
}, WITHIN_MS);

const nodesOf = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

/** From now on, what is to be told of a page: its longest task in milliseconds, once it ends one that is long. */
const watchTasks = (page: Page) =>
  page.evaluate(() => {
    const seen = window as { longestTask?: number };
    seen.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longestTask = Math.max(seen.longestTask ?? 0, duration);
      }
    }).observe({ type: 'longtask' });
  });

/** The rows that are in the page, without the head. */
const rows = (visitor: Visitor) => visitor.people().locator('[data-index]');

/** What sticks out sideways of the page, or of the table. */
const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function openPeople(test: Parameters<typeof visitFor>[0]): Promise<Visitor> {
  const visitor = await visitFor(test, real.browser, owner);
  await visitor.goTo('People');
  await rows(visitor).nth(5).waitFor();
  return visitor;
}

it('thousands of people are a table that holds what is seen, and goes on as it is scrolled', async (test) => {
  const visitor = await openPeople(test);
  const { page } = visitor;
  await page.getByText('1,000+ people').waitFor();
  await watchTasks(page);
  const nodes = [await nodesOf(page)];
  await rows(visitor).first().focus();
  for (const loaded of [50, 100, 150]) {
    // To the last row that is loaded: the next page comes by itself.
    await page.keyboard.press('End');
    await visitor
      .people()
      .locator(`[data-index="${loaded - 1}"]`)
      .waitFor();
    nodes.push(await nodesOf(page));
    await expect
      .poll(() => page.getByRole('status', { name: 'Results' }).textContent())
      .toContain(String(loaded + 50));
  }
  expect(Math.max(...nodes)).toBeLessThanOrEqual(MOST_NODES);
  // Told and not asserted: how long a task takes is the machine's.
  const longest = await page.evaluate(() => (window as { longestTask?: number }).longestTask);
  console.info(
    `Of ${PEOPLE} people: ${Math.max(...nodes)} nodes; longest task ${longest || '< 50'} ms`,
  );
  expect(visitor.errors).toEqual([]);
});

it('anybody is found by a part of the name in any script, and the address says what is shown', async (test) => {
  const visitor = await openPeople(test);
  const { page } = visitor;
  await page.locator('body').press('/');
  const search = page.getByLabel('Find a user');
  expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
  for (const [typed, found] of [
    ['محمد', /محمد الفارسي/],
    ['王小', /王小明/],
    ['angstrom', /A\u0308ngstro\u0308m/],
    ['muller 0', /Zoë Müller 0/],
    ['person2998@example.com', /./],
  ] as const) {
    await search.fill(typed);
    await visitor.people().getByRole('link', { name: found }).first().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe(typed);
  }
  await search.fill('محمد');
  await page.waitForURL(/search=%D9%85/);
  await page.reload();
  await visitor.people().getByRole('link', { name: /محمد/ }).first().waitFor();
  await search.fill('');
  await page.getByRole('button', { name: /^Disabled/ }).click();
  await rows(visitor).getByText('Disabled').first().waitFor();
  await expect
    .poll(async () => {
      const [all, disabled] = [rows(visitor), rows(visitor).filter({ hasText: 'Disabled' })];
      return (await all.count()) === (await disabled.count());
    })
    .toBe(true);
  await page.getByRole('button', { name: 'Last change' }).click();
  await expect
    .poll(() => new URL(page.url()).search)
    .toBe('?state=disabled&sort=changedAt&direction=descending');
  // An exact id opens the person.
  await search.fill(listedPerson(2_999).uid);
  await search.press('Enter');
  await page.waitForURL(`**/people/${listedPerson(2_999).uid}`);
  expect(visitor.errors).toEqual([]);
});

it('no name makes the page wider than its window, at any width', async (test) => {
  const visitor = await openPeople(test);
  const { page } = visitor;
  for (const width of [1920, 1280, 768, 375, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await rows(visitor).nth(3).waitFor();
    expect(await isTooWide(page), `${width} px`).toBe(false);
    expect(await nodesOf(page), `${width} px`).toBeLessThanOrEqual(MOST_NODES);
  }
});

it('many are selected by keyboard, previewed, changed by a job, and changed back', async (test) => {
  const stamp = `Bulk${Date.now()}`;
  const people = await Promise.all([1, 2, 3].map(() => createPerson('viewer')));
  await Promise.all(
    people.map(({ uid }, n) => userDoc(uid).update({ displayName: `${stamp} ${n}` })),
  );
  const visitor = await openPeople(test);
  const { page } = visitor;
  await page.getByLabel('Find a user').fill(stamp);
  await expect.poll(() => rows(visitor).count()).toBe(3);
  await rows(visitor).first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  const bar = page.getByRole('region', { name: 'Selected people' });
  await bar.getByText('3 selected').waitFor();
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
  for (const press of ['Home', 'Space', 'End', 'Shift+Space']) await page.keyboard.press(press);
  await bar.getByText('3 selected').waitFor();

  await bar.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'editor' }).check();
  await visitor.confirm('Preview');
  await dialog.getByText('3 change.').waitFor();
  await visitor.confirm('Change 3');
  const job = page.getByRole('region', { name: 'Job' });
  await job.getByText('Done: 3 changed').waitFor();
  const roles = async () =>
    (await Promise.all(people.map(({ uid }) => userDoc(uid).get()))).map((one) => one.get('role'));
  expect(await roles()).toEqual(['editor', 'editor', 'editor']);
  await job.getByRole('button', { name: 'Undo' }).click();
  await job.getByText('Done: 3 undone').waitFor();
  expect(await roles()).toEqual(['viewer', 'viewer', 'viewer']);
  expect(visitor.errors).toEqual([]);
});
