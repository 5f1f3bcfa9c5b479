import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import { createPerson, createPublishedPost, db, type TestUser } from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { visitFor } from './support/visitor.ts';

let real: RealBrowser;

beforeAll(async () => {
  real = await openBrowser();
});
afterEach(async () => {
  // The stack is shared: every setting is reset.
  await db.doc(ACCESS_SETTINGS_PATH).delete();
});
afterAll(() => real?.close());

const browserOf = (test: TestContext, person: TestUser) => visitFor(test, real.browser, person);

/** A callable's answer to a token that is older than that, in seconds. */
const tokenTooOld = (maxTokenAge: number) => ({
  status: 401,
  headers: { 'access-control-allow-origin': '*' },
  json: {
    error: {
      status: 'UNAUTHENTICATED',
      message: 'Too old.',
      details: { reason: 'token-too-old', maxTokenAge },
    },
  },
});

describe('the access settings', () => {
  it('lockdown on and off: a notice without a reload, and unsaved text is still there', async (test) => {
    const [boss, ed] = await Promise.all([createPerson('owner'), createPerson('editor')]);
    const [owner, member] = await Promise.all([browserOf(test, boss), browserOf(test, ed)]);
    await member.writeButton().click();
    await member.page.getByRole('textbox', { name: 'Title' }).fill('Half a thought');
    await member.mark();
    const token = await member.idToken();

    await owner.goTo('Settings');
    await owner.page.getByRole('button', { name: 'Turn lockdown on' }).click();
    await owner.confirm('Turn on');
    await owner.page
      .getByRole('region', { name: 'Lockdown' })
      .getByText('Lockdown is on')
      .waitFor();
    await member.page.getByRole('heading', { name: 'The app is locked down.' }).waitFor();
    await member.page.getByText(ed.email).waitFor();
    expect(await member.page.getByRole('dialog').count()).toBe(0);
    expect(await rawRequest(token, 'POST', 'posts', {})).toBe(403);
    // The owner works on.
    await owner.goTo('People');
    await owner.people().waitFor();

    await owner.goTo('Settings');
    const banner = owner.page.getByRole('region', { name: 'Locked down' });
    await banner.getByText(/^A lockdown is on.* Since .* By /).waitFor();
    await owner.page.getByRole('button', { name: 'Turn lockdown off' }).click();
    await owner.confirm('Turn off');
    await member.writeButton().click();
    expect(await member.page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(
      'Half a thought',
    );
    expect(await member.isMarked()).toBe(true);
    expect([...owner.errors, ...member.errors]).toEqual([]);
  });

  it('the end of all sessions: the owner’s ends too, and a new sign-in is accepted', async (test) => {
    const [boss, vic] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
    const title = await createPublishedPost();
    const [owner, member] = await Promise.all([browserOf(test, boss), browserOf(test, vic)]);
    const why = 'You were signed out because all users have to sign in again.';
    await owner.goTo('Settings');
    await owner.page.getByRole('button', { name: 'Sign all users out' }).click();
    await owner.confirm('Sign all users out');
    await Promise.all([owner, member].map((each) => each.untilSignedOut(why)));
    await member.signIn(vic);
    await member.page.getByRole('heading', { name: title }).waitFor();
    await owner.signIn(boss);
    await owner.goTo('Settings');
    await owner.page.getByText(/^Sessions from before .* are refused\.$/).waitFor();
  });
});

describe('a challenge', () => {
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
      return route.fulfill(tokenTooOld(300));
    });
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Turn lockdown on' }).click();
    await visitor.confirm('Turn on');
    await page.getByRole('region', { name: 'Lockdown' }).getByText('Lockdown is on').waitFor();
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
      return route.fulfill(tokenTooOld(0));
    });
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Turn lockdown on' }).click();
    await visitor.confirm('Turn on');
    await page.getByText('Your access could not be checked again.').waitFor();
    expect(calls).toBeLessThanOrEqual(2);
  });
});
