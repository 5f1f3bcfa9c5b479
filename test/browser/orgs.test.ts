import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import { createNamed, createPerson, db, memberInConsole, type TestUser } from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visitFor } from './support/visitor.ts';

let real: RealBrowser;

beforeAll(async () => {
  real = await openBrowser();
});
afterAll(() => real?.close());

/** An organisation with a post, by its name. */
async function org(name: string): Promise<{ orgId: string; name: string; post: string }> {
  const orgId = `org-${randomUUID().slice(0, 8)}`;
  const post = `News of ${name}`;
  const at = new Date();
  const times = { createdAt: at, updatedAt: at };
  await db.doc(`orgs/${orgId}`).set({ name });
  await db
    .doc(`orgs/${orgId}/posts/first`)
    .set({ title: post, body: '', authorId: 'nobody', status: 'published', ...times });
  return { orgId, name, post };
}

/** A browser with the page of the organisation open. */
async function at(test: TestContext, person: TestUser, orgId: string): Promise<Visitor> {
  const visitor = await visitFor(test, real.browser, person);
  await visitor.open(`/orgs/${orgId}`);
  return visitor;
}

const postButton = ({ page }: Visitor) => page.getByRole('button', { name: 'Post', exact: true });
/** A post of this author there; resolves with its path. */
async function postOf(orgId: string, authorId: string): Promise<string> {
  const at = new Date();
  const times = { createdAt: at, updatedAt: at };
  const post = { title: 'x', body: '', authorId, status: 'published', ...times };
  return (await db.collection(`orgs/${orgId}/posts`).add(post)).path;
}

it('an admin of one is a viewer in another; a member hears of each change at once', async (test) => {
  const [north, blue] = await Promise.all([org('Northwind'), org('Bluebird')]);
  const name = `Victor ${Date.now()}`;
  const [edith, victor] = await Promise.all([createPerson('editor'), createNamed('viewer', name)]);
  await memberInConsole(north.orgId, edith.uid, 'admin');
  await memberInConsole(blue.orgId, edith.uid, 'viewer');
  await memberInConsole(north.orgId, victor.uid, 'editor');
  await db.doc(`orgs/${north.orgId}/members/${victor.uid}`).update({ displayName: name });
  const [admin, member] = await Promise.all([
    at(test, edith, north.orgId),
    at(test, victor, north.orgId),
  ]);
  await postButton(member).waitFor();
  await member.mark();
  await admin.page.getByRole('heading', { level: 1, name: 'Northwind' }).waitFor();
  const oldToken = await member.idToken();
  const [one, two] = await Promise.all([0, 1].map(() => postOf(north.orgId, victor.uid)));
  expect(await rawRequest(oldToken, 'DELETE', one as string)).toBe(200);

  // Their role there is taken down: the form goes, the posts stay.
  await admin.page.getByLabel(`Role of ${name}`).selectOption('viewer');
  await postButton(member).waitFor({ state: 'detached' });
  expect(await member.page.getByText(north.post).isVisible()).toBe(true);
  expect(await rawRequest(oldToken, 'DELETE', two as string)).toBe(403);

  // And all of it: the page closes; the token from before reads nothing there.
  await admin.page.getByRole('button', { name: `Remove ${name}` }).click();
  await member.page.getByText('You have no access to this now').waitFor();
  expect(await rawRequest(oldToken, 'GET', `orgs/${north.orgId}/posts`)).toBe(403);
  expect(await member.isMarked()).toBe(true);

  // By their address they are invited again, and take it.
  await admin.page.getByLabel('Invite by e-mail address').fill(victor.email);
  await admin.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await admin.notice(`${victor.email} is invited as a viewer.`).waitFor();
  await member.open('/orgs');
  await member.page.getByRole('button', { name: 'Accept' }).click();
  await member.page.getByText(north.post).waitFor();
  await member.page.getByRole('heading', { level: 1, name: 'Northwind' }).waitFor();

  // In the other organisation the admin is a viewer; which one is open is a matter of the tab.
  await admin.page.getByLabel('Organisation', { exact: true }).selectOption('Bluebird');
  await admin.page.getByText(blue.post).waitFor();
  expect(await postButton(admin).count()).toBe(0);
  expect(await admin.page.getByLabel('Invite by e-mail address').count()).toBe(0);
  const other = await admin.page.context().newPage();
  await other.goto(admin.page.url().replace(blue.orgId, north.orgId));
  await other.getByRole('button', { name: 'Invite', exact: true }).waitFor();
  expect(await admin.page.getByText(blue.post).isVisible()).toBe(true);
  expect([...admin.errors, ...member.errors]).toEqual([]);
});

it('who is no member sees no organisations, and has them the moment they are one', async (test) => {
  const { orgId, post } = await org('Northwind');
  const person = await createPerson('viewer');
  const visitor = await visitFor(test, real.browser, person);
  expect(await visitor.place('Organisations').count()).toBe(0);
  await visitor.mark();
  await memberInConsole(orgId, person.uid, 'viewer');
  await visitor.place('Organisations').click();
  await visitor.page.getByText(post).waitFor();
  expect(await visitor.isMarked()).toBe(true);

  await memberInConsole(orgId, person.uid, null);
  await visitor.place('Organisations').waitFor({ state: 'detached' });
  await visitor.page.getByText(post).waitFor({ state: 'detached' });
  expect(visitor.errors).toEqual([]);
});
