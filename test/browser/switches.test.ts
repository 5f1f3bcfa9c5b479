import { Timestamp } from 'firebase-admin/firestore';
import { ACCESS_SETTINGS_PATH } from 'live-claims/core';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createPerson, db, type Person } from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;

beforeAll(async () => {
  real = await openBrowser();
});
afterEach(async () => {
  // The stack is everybody's: no switch stays turned.
  await db.doc(ACCESS_SETTINGS_PATH).delete();
});
afterAll(() => real?.close());

/** A browser of somebody's own, on the sign-in page; it closes with the test. */
async function browser(test: TestContext): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser);
  test.onTestFinished(() => context.close());
  return visitor;
}

async function browserOf(test: TestContext, person: Person): Promise<Visitor> {
  const visitor = await browser(test);
  await visitor.signIn(person);
  return visitor;
}

/** Something that everybody with a role may read; its title. */
async function publishedPost(): Promise<string> {
  const title = `News ${Date.now()}`;
  const now = Timestamp.now();
  const times = { createdAt: now, updatedAt: now };
  await db
    .collection('posts')
    .add({ title, body: '', authorId: 'test', status: 'published', ...times });
  return title;
}

describe('the switches for everybody (T9)', () => {
  it('lockdown and back: a calm page without a reload, and what was not saved is still there', async (test) => {
    const [boss, ed] = await Promise.all([createPerson('owner'), createPerson('editor')]);
    const [owner, member] = await Promise.all([browserOf(test, boss), browserOf(test, ed)]);
    await member.writeButton().click();
    await member.page.getByRole('textbox', { name: 'Title' }).fill('Half a thought');
    await member.mark();
    const token = await member.idToken();

    await owner.goTo('Settings');
    await owner.page.getByRole('button', { name: 'Lock down' }).click();
    await owner.confirm('Lock down');
    await owner.page.getByText('Only owners get in.', { exact: true }).waitFor();
    await member.page.getByRole('heading', { name: 'Closed for the moment.' }).waitFor();
    await member.page.getByText(ed.email).waitFor();
    expect(await member.page.getByRole('dialog').count()).toBe(0);
    expect(await rawRequest(token, 'POST', 'posts', {})).toBe(403);
    // The owner works on.
    await owner.goTo('People');
    await owner.page.getByRole('list', { name: 'People' }).waitFor();

    await owner.goTo('Settings');
    await owner.page.getByRole('button', { name: 'Open for everybody' }).click();
    await owner.confirm('Open');
    await member.writeButton().click();
    expect(await member.page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(
      'Half a thought',
    );
    expect(await member.isMarked()).toBe(true);
    expect([...owner.errors, ...member.errors]).toEqual([]);
  });

  it('everybody out: every sign-in of before ends, the owner’s too, and a new one counts', async (test) => {
    const [boss, vic] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
    const title = await publishedPost();
    const [owner, member] = await Promise.all([browserOf(test, boss), browserOf(test, vic)]);
    const why = 'You were signed out because everybody has to sign in anew.';
    await owner.goTo('Settings');
    await owner.page.getByRole('button', { name: 'Sign everybody out' }).click();
    await owner.confirm('Sign everybody out');
    await Promise.all([owner, member].map((each) => each.untilSignedOut(why)));
    await member.signIn(vic);
    await member.page.getByRole('heading', { name: title }).waitFor();
    await owner.signIn(boss);
    await owner.goTo('Settings');
    await owner.page.getByText(/^Sign-ins from before .* are out\.$/).waitFor();
  });
});

describe('a challenge (T8)', () => {
  it('is answered by one refresh and one retry with the younger token', async (test) => {
    const person = await createPerson('owner');
    const visitor = await browserOf(test, person);
    const { page } = visitor;
    const tokens: string[] = [];
    let refreshes = 0;
    page.on('request', (request) => {
      if (request.url().startsWith('https://securetoken.googleapis.com')) refreshes += 1;
    });
    await page.route('**/setAccessSettings', async (route) => {
      tokens.push((await route.request().allHeaders()).authorization ?? '');
      if (tokens.length > 1) return route.continue();
      const details = { reason: 'token-too-old', maxTokenAge: 300 };
      return route.fulfill({
        status: 401,
        headers: { 'access-control-allow-origin': '*' },
        json: { error: { status: 'UNAUTHENTICATED', message: 'Too old.', details } },
      });
    });
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Lock down' }).click();
    await visitor.confirm('Lock down');
    await page.getByText('Only owners get in.', { exact: true }).waitFor();
    expect(tokens).toHaveLength(2);
    expect(tokens[1]).not.toBe(tokens[0]);
    expect(refreshes).toBe(1);
  });

  it('that comes again after the refresh is shown, and not answered in a loop', async (test) => {
    const person = await createPerson('owner');
    const visitor = await browserOf(test, person);
    const { page } = visitor;
    let calls = 0;
    await page.route('**/setAccessSettings', (route) => {
      calls += 1;
      const details = { reason: 'token-too-old', maxTokenAge: 0 };
      return route.fulfill({
        status: 401,
        headers: { 'access-control-allow-origin': '*' },
        json: { error: { status: 'UNAUTHENTICATED', message: 'Too old.', details } },
      });
    });
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Lock down' }).click();
    await visitor.confirm('Lock down');
    await page.getByText('Your access could not be checked anew.').waitFor();
    expect(calls).toBeLessThanOrEqual(2);
  });
});
