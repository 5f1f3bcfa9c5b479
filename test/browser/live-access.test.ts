import type { BrowserContext, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  claimsOf,
  createNamed,
  createPerson,
  db,
  editInConsole,
  type TestUser,
  untilMarker,
} from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  real = await openBrowser();
});
afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
afterAll(() => real?.close());

async function browserOf(person: TestUser): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser);
  contexts.push(context);
  await visitor.signIn(person);
  return visitor;
}

/** Whether the page has the keyframes of the element's animation; it may be over by now. */
const isAnimated = (element: Locator) =>
  element.evaluate((node) => {
    const { animationName } = getComputedStyle(node);
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    return rules.some((rule) => rule instanceof CSSKeyframesRule && rule.name === animationName);
  });

it('promote: the member’s new button appears without reload, and works', async () => {
  const name = `Mia ${Date.now()}`;
  const [amir, mia] = await Promise.all([
    createNamed('admin', 'Amir'),
    createNamed('viewer', name),
  ]);
  const [admin, member] = await Promise.all([browserOf(amir), browserOf(mia)]);
  await member.role('viewer').waitFor();
  expect(await member.writeButton().count()).toBe(0);
  await member.mark();

  await admin.goTo('People');
  await admin.openPerson(name);
  await admin.page.getByRole('button', { name: `Change role of ${name}` }).click();
  await admin.page.getByRole('radio', { name: /^editor/ }).check();
  await admin.page.getByRole('button', { name: 'Save role' }).click();
  await admin.notice(`${name} is now an editor.`).waitFor();
  const applied = admin.page.getByRole('article', { name }).locator('[data-new]');
  await applied.getByText('Applied').waitFor();
  expect(await isAnimated(applied)).toBe(true);

  await member.notice('You are now an editor.').waitFor();
  await member.notice('New here: “Write a post”.').waitFor();
  await member.role('editor').waitFor();
  // It arrives with a glow; what was there before has none.
  expect(await member.writeButton().getAttribute('data-new')).toBe('true');
  expect(await isAnimated(member.writeButton())).toBe(true);
  expect(await member.place('Posts').getAttribute('data-new')).toBeNull();
  await member.writeButton().click();
  const title = `A first post ${Date.now()}`;
  await member.page.getByRole('textbox', { name: 'Title' }).fill(title);
  await member.page.getByRole('button', { name: 'Save draft' }).click();
  // The post shows before the server has it; the notice comes once it does.
  await member.notice('is saved as a draft.').waitFor();
  await member.page.getByRole('heading', { name: title }).waitFor();
  expect(await member.isMarked()).toBe(true);

  const { docs } = await db.collection('posts').where('title', '==', title).get();
  expect(docs.map((post) => post.data())).toMatchObject([{ authorId: mia.uid, status: 'draft' }]);
  expect([...admin.errors, ...member.errors]).toEqual([]);
});

it('demote: the open list closes, the button goes, and the same session is refused', async () => {
  const person = await createPerson('admin');
  const visitor = await browserOf(person);
  await visitor.goTo('People');
  await visitor.people().waitFor();
  await visitor.mark();
  const oldToken = await visitor.idToken();
  expect(await rawRequest(oldToken, 'GET', 'users')).toBe(200);

  await editInConsole(person.uid, { role: 'viewer' });
  // From the commit on, and with the token that still says admin.
  expect(await rawRequest(oldToken, 'GET', 'users')).toBe(403);
  expect(await rawRequest(oldToken, 'GET', 'auditLog')).toBe(403);

  await visitor.notice('You are no longer an admin. You are now a viewer.').waitFor();
  await visitor.people().waitFor({ state: 'detached' });
  await visitor.place('People').waitFor({ state: 'detached' });
  await visitor.goTo('Posts');
  expect(await visitor.writeButton().count()).toBe(0);
  expect(await visitor.isMarked()).toBe(true);

  // The page shows it with the marker; the token follows.
  await expect.poll(() => visitor.idToken(), { timeout: 30_000 }).not.toBe(oldToken);
  const newToken = await visitor.idToken();
  const draft = { title: { stringValue: 'x' } };
  for (const token of [oldToken, newToken]) {
    expect(await rawRequest(token, 'GET', 'users')).toBe(403);
    expect(await rawRequest(token, 'POST', 'posts', draft)).toBe(403);
    const role = { role: { stringValue: 'owner' } };
    expect(
      await rawRequest(token, 'PATCH', `users/${person.uid}?updateMask.fieldPaths=role`, role),
    ).toBe(403);
  }
  expect(visitor.errors).toEqual([]);
});

it('remove: a user without a role is told so, and sees nothing', async () => {
  const person = await createPerson('editor');
  const visitor = await browserOf(person);
  await visitor.writeButton().waitFor();
  await editInConsole(person.uid, { role: null });
  await visitor.notice('Your access was removed.').waitFor();
  await visitor.page.getByText('You have no access to this now').waitFor();
  await editInConsole(person.uid, { role: 'editor' });
  await visitor.writeButton().waitFor();
  expect(visitor.errors).toEqual([]);
});

it('two tabs: both follow, in both directions', async () => {
  const person = await createPerson('viewer');
  const first = await browserOf(person);
  const second = await new Visitor(await first.page.context().newPage()).open();
  await second.role('viewer').waitFor();
  await editInConsole(person.uid, { role: 'editor' });
  await Promise.all([first, second].map((tab) => tab.writeButton().waitFor()));
  await editInConsole(person.uid, { role: 'viewer' });
  await Promise.all([first, second].map((tab) => tab.writeButton().waitFor({ state: 'detached' })));
  // Each tab may have fetched a token of its own; they share one once Auth's poll has run.
  await expect
    .poll(async () => (await first.idToken()) === (await second.idToken()), { timeout: 60_000 })
    .toBe(true);
});

it('offline, then online: the change that was missed arrives on return', async () => {
  const person = await createPerson('editor');
  const visitor = await browserOf(person);
  await visitor.writeButton().waitFor();
  await visitor.page.context().setOffline(true);
  await visitor.page.getByText('You are offline.').waitFor();
  await editInConsole(person.uid, { role: 'viewer' });
  await untilMarker(person.uid, ({ role }) => role === 'viewer');
  await visitor.page.context().setOffline(false);
  await visitor.role('viewer').waitFor();
  expect(await visitor.writeButton().count()).toBe(0);
  expect(await rawRequest(await visitor.idToken(), 'GET', 'users')).toBe(403);
});

it('account switch: nothing of the one before is left', async () => {
  const [admin, viewer] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
  const visitor = await browserOf(admin);
  await visitor.goTo('People');
  await visitor.people().waitFor();
  await visitor.signOut();
  await visitor.signIn(viewer);
  await visitor.role('viewer').waitFor();
  expect(await visitor.place('People').count()).toBe(0);
  expect(await visitor.page.getByText(admin.email).count()).toBe(0);
  // An edit of the first one's role is none of the second one's business.
  await editInConsole(admin.uid, { role: 'owner' });
  await untilMarker(admin.uid, ({ role }) => role === 'owner');
  await visitor.goTo('My access');
  await visitor.role('viewer').waitFor();
  expect(visitor.errors).toEqual([]);
});

it('sign-up: the first screen knows the first role', async () => {
  const { visitor, context } = await visit(real.browser);
  contexts.push(context);
  const email = `sign-up-${Date.now()}@example.com`;
  await visitor.page.getByRole('button', { name: 'Create an account' }).click();
  await visitor.page.getByLabel('E-mail address').fill(email);
  await visitor.page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await visitor.page.getByRole('button', { name: 'Create account' }).click();
  // The first role that shows at all: "no role" for a moment would be the cold-start gap.
  await visitor.role().waitFor();
  expect(await visitor.role().getAttribute('aria-label')).toBe('Your role: viewer');
  const { docs } = await db.collection('users').where('email', '==', email).get();
  expect(await claimsOf(docs[0]?.id ?? '')).toMatchObject({ role: 'viewer' });
});

it('disable: the open browser is signed out, and told why', async () => {
  const person = await createPerson('editor');
  const visitor = await browserOf(person);
  await visitor.writeButton().waitFor();
  await editInConsole(person.uid, { disabled: true });
  await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visitor.notice('You were signed out because your account was disabled.').waitFor();
});

it('a bad value: the admin’s page shows it as rejected, and why', async () => {
  const [admin, person] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
  const visitor = await browserOf(admin);
  await visitor.goTo('People');
  await visitor.openPerson(person.email);
  await editInConsole(person.uid, { role: 'Admin' });
  await visitor.page.getByText('Rejected.', { exact: true }).waitFor();
  await visitor.page.getByText('Did you mean "admin"?').first().waitFor();
});
