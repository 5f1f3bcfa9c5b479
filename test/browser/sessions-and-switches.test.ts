import { ACCESS_SETTINGS_PATH, ME_PATH } from '@live-claims/contract';
import { Timestamp } from 'firebase-admin/firestore';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  auth,
  claimsOf,
  createPerson,
  db,
  editInConsole,
  type Person,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  real = await openBrowser();
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  // The stack is everybody's: no switch stays turned.
  await db.doc(ACCESS_SETTINGS_PATH).delete();
});
afterAll(() => real?.close());

/** A browser of somebody's own, on the sign-in page. */
async function browser(): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser);
  contexts.push(context);
  return visitor;
}

async function browserOf(person: Person): Promise<Visitor> {
  const visitor = await browser();
  await visitor.signIn(person);
  return visitor;
}

async function named(role: string, displayName: string): Promise<Person> {
  const person = await createPerson(role);
  await userDoc(person.uid).update({ displayName });
  return person;
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

const EVERYWHERE = 'You were signed out because all your sessions were ended.';

describe('sign out everywhere (T3)', () => {
  it('by oneself: both tabs and the other browser end, and their tokens are refused', async () => {
    const person = await createPerson('admin');
    const [first, elsewhere] = await Promise.all([browserOf(person), browserOf(person)]);
    const second = await new Visitor(await first.page.context().newPage()).open();
    await second.role('admin').waitFor();
    const stolen = await elsewhere.idToken();
    expect(await rawRequest(stolen, 'GET', 'users')).toBe(200);

    await first.goTo('My access');
    await first.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await first.confirm('Sign out everywhere');
    await Promise.all([first, second, elsewhere].map((tab) => tab.untilSignedOut(EVERYWHERE)));
    expect(await rawRequest(stolen, 'GET', 'users')).toBe(403);

    // Auth counts in whole seconds, and a sign-in of the same second would be one of before.
    await expect
      .poll(() => Math.floor(Date.now() / 1000), { timeout: 5_000 })
      .toBeGreaterThan(await endOfSessions(person.uid));
    await first.signIn(person);
    await first.role('admin').waitFor();
    expect(await rawRequest(await first.idToken(), 'GET', 'users')).toBe(200);
    expect([...first.errors, ...second.errors, ...elsewhere.errors]).toEqual([]);
  });

  it('by an admin, for somebody below: with a reason that the audit log keeps', async () => {
    const name = `Mia ${Date.now()}`;
    const [amir, mia] = await Promise.all([createPerson('admin'), named('editor', name)]);
    const [admin, member] = await Promise.all([browserOf(amir), browserOf(mia)]);
    await admin.goTo('People');
    await admin.find(name);
    await admin.chooseFor(name, 'Sign out everywhere…');
    await admin.page.getByLabel('Reason').fill('Lost phone');
    await admin.confirm('Sign out everywhere');
    await admin.notice(`${name} is signed out everywhere.`).waitFor();
    await member.untilSignedOut(EVERYWHERE);
    await admin.goTo('Audit log');
    await admin.page.getByText(`${name} was signed out everywhere.`).waitFor();
    await admin.page.getByText('Lost phone').first().waitFor();
  });
});

async function endOfSessions(uid: string): Promise<number> {
  const { sessionsRevokedAt } = await untilMarker(
    uid,
    (marker) => marker.sessionsRevokedAt !== null,
  );
  return sessionsRevokedAt?.seconds ?? 0;
}

describe('accounts', () => {
  it('disabled and enabled: signed out with the reason, refused at the door, and back with the role', async () => {
    const name = `Ned ${Date.now()}`;
    const [amir, ned] = await Promise.all([createPerson('admin'), named('editor', name)]);
    const [admin, member] = await Promise.all([browserOf(amir), browserOf(ned)]);
    await admin.goTo('People');
    await admin.find(name);
    await admin.chooseFor(name, 'Disable account…');
    await admin.confirm('Disable account');
    await admin.notice(`The account of ${name} is disabled.`).waitFor();
    await member.untilSignedOut('You were signed out because your account was disabled.');
    const entry = admin.page.getByRole('article', { name });
    await entry.getByText('Disabled', { exact: true }).waitFor();

    await admin.chooseFor(name, 'Enable account…');
    await admin.confirm('Enable account');
    await admin.notice(`The account of ${name} is enabled again.`).waitFor();
    await expect.poll(async () => (await auth.getUser(ned.uid)).disabled).toBe(false);
    await member.signIn(ned);
    await member.role('editor').waitFor();
  });

  it('deleted: only after the address was typed, and the open browser ends', async () => {
    const name = `Del ${Date.now()}`;
    const [amir, del] = await Promise.all([createPerson('admin'), named('viewer', name)]);
    const [admin, member] = await Promise.all([browserOf(amir), browserOf(del)]);
    await admin.goTo('People');
    await admin.find(name);
    await admin.chooseFor(name, 'Delete account…');
    const button = admin.page.getByRole('button', { name: 'Delete account', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await admin.page.getByLabel(`Type ${del.email} to confirm`).fill(del.email);
    await button.click();
    await admin.notice(`The account of ${name} is deleted.`).waitFor();
    await member.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await admin.page.getByRole('article', { name }).waitFor({ state: 'detached' });
  });

  it('at or above one’s own rank have no menu', async () => {
    const name = `Peer ${Date.now()}`;
    const [amir] = await Promise.all([createPerson('admin'), named('admin', name)]);
    const admin = await browserOf(amir);
    await admin.goTo('People');
    await admin.find(name);
    await admin.page.getByRole('article', { name }).getByText('Ranks as high as you').waitFor();
    expect(await admin.page.getByRole('button', { name: `More about ${name}` }).count()).toBe(0);
  });
});

describe('the switches for everybody (T9)', () => {
  it('lockdown and back: a calm page without a reload, and what was not saved is still there', async () => {
    const [boss, ed] = await Promise.all([createPerson('owner'), createPerson('editor')]);
    const [owner, member] = await Promise.all([browserOf(boss), browserOf(ed)]);
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

  it('everybody out: every sign-in of before ends, the owner’s too, and a new one counts', async () => {
    const [boss, vic] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
    const title = await publishedPost();
    const [owner, member] = await Promise.all([browserOf(boss), browserOf(vic)]);
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

describe('a role for a time (T2)', () => {
  it('counts down, says what comes next, and ends by itself in the open browser', async () => {
    const person = await createPerson('viewer');
    const visitor = await browserOf(person);
    const end = Timestamp.fromMillis(Math.ceil(Date.now() / 1000) * 1000 + 15_000);
    await editInConsole(person.uid, { role: 'editor', roleExpiresAt: end });
    await visitor.writeButton().waitFor();
    const timer = visitor.page.getByRole('timer');
    await timer
      .getByText(/You are an editor until \d\d:\d\d, in \d+ s\. After that: no role\./)
      .waitFor();
    await visitor.notice('Your time as an editor has ended.').waitFor();
    expect(Date.now()).toBeGreaterThanOrEqual(end.toMillis());
    await visitor.role('no role').waitFor();
    expect(await visitor.writeButton().count()).toBe(0);
    expect(await timer.count()).toBe(0);
    expect(visitor.errors).toEqual([]);
  });
});

describe('where Firestore is blocked (T5)', () => {
  const FIRESTORE = 'https://firestore.googleapis.com/**';

  it('changes arrive by /api/users/me, and by the listener again once it can run', async () => {
    const person = await createPerson('viewer');
    const title = await publishedPost();
    const visitor = await browser();
    const context = visitor.page.context();
    const asked: string[] = [];
    visitor.page.on('request', (request) => {
      if (request.url().endsWith(ME_PATH))
        asked.push(request.headers()['if-none-match'] ?? 'no tag');
    });
    await context.route(FIRESTORE, (route) => route.abort());
    await visitor.signIn(person);
    await visitor.role('viewer').waitFor();
    await editInConsole(person.uid, { role: 'editor' });
    await visitor.notice('You are now an editor.').waitFor();
    await editInConsole(person.uid, { role: 'viewer' });
    await visitor.role('viewer').waitFor();
    expect(asked[0]).toBe('no tag');
    expect(asked.slice(1).every((tag) => tag !== 'no tag')).toBe(true);

    // Into another network: the SDK tries again at once rather than after a pause of up to a minute.
    await context.setOffline(true);
    await visitor.page.getByText('You are offline.').waitFor();
    await context.unroute(FIRESTORE);
    await context.setOffline(false);
    await visitor.page.getByRole('heading', { name: title }).waitFor();
    const before = asked.length;
    await editInConsole(person.uid, { role: 'editor' });
    await visitor.writeButton().waitFor();
    expect(asked.length).toBe(before);
    expect(visitor.errors).toEqual([]);
  });

  it('somebody who is signed out everywhere is told so there too', async () => {
    const person = await createPerson('viewer');
    const visitor = await browser();
    await visitor.page.context().route(FIRESTORE, (route) => route.abort());
    await visitor.signIn(person);
    await expect
      .poll(() => Math.floor(Date.now() / 1000), { timeout: 5_000 })
      .toBeGreaterThan(await visitor.signedInAt());
    await editInConsole(person.uid, { sessionsRevokedAt: Timestamp.now() });
    await visitor.untilSignedOut(EVERYWHERE);
  });
});

describe('a challenge (T8)', () => {
  it('is answered by one refresh and one retry with the younger token', async () => {
    const person = await createPerson('owner');
    const visitor = await browserOf(person);
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

  it('that comes again after the refresh is shown, and not answered in a loop', async () => {
    const person = await createPerson('owner');
    const visitor = await browserOf(person);
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

describe('invites', () => {
  it('by rank, for an address: created, taken by who owns it, and gone from the open ones', async () => {
    const [boss, vic] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const [admin, member] = await Promise.all([browserOf(boss), browserOf(vic)]);
    await admin.goTo('People');
    await admin.page.getByRole('button', { name: 'Invite somebody' }).click();
    await admin.page.getByLabel('E-mail address').fill(vic.email);
    await admin.page.getByRole('radio', { name: 'editor' }).check();
    expect(await admin.page.getByRole('radio', { name: 'admin' }).count()).toBe(0);
    await admin.confirm('Create invite');
    await admin.notice(`${vic.email} is invited as an editor.`).waitFor();
    const invites = admin.page.getByRole('list', { name: 'Invites' });
    await invites.getByText(vic.email).waitFor();

    await member.goTo('My access');
    await member.page.getByRole('button', { name: 'Accept invite' }).click();
    await member.notice('You are now an editor.').waitFor();
    expect(await claimsOf(vic.uid)).toMatchObject({ role: 'editor' });
    await invites
      .getByText(/^accepted /)
      .first()
      .waitFor();
    // A second time there is nothing to take.
    await member.page.getByRole('button', { name: 'Accept invite' }).click();
    await member.notice('No invite that gives you more waits for your address.').waitFor();

    const other = `nobody-${Date.now()}@example.com`;
    await admin.page.getByRole('button', { name: 'Invite somebody' }).click();
    await admin.page.getByLabel('E-mail address').fill(other);
    await admin.confirm('Create invite');
    await admin.page.getByRole('button', { name: `Withdraw the invite of ${other}` }).click();
    await admin.confirm('Withdraw');
    await invites.getByText(other).waitFor({ state: 'detached' });
    expect([...admin.errors, ...member.errors]).toEqual([]);
  });
});

describe('one’s own profile (T10, T12)', () => {
  it('is live, and a second edit within two seconds is refused with a calm sentence', async () => {
    const person = await createPerson('viewer');
    const visitor = await browserOf(person);
    const { page } = visitor;
    await visitor.goTo('My access');
    await editInConsole(person.uid, { displayName: 'From elsewhere' });
    await expect.poll(() => page.getByLabel('Display name').inputValue()).toBe('From elsewhere');

    await page.getByLabel('Picture').fill('javascript:alert(1)');
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByText('Give an address that begins with https://').waitFor();
    await page.getByLabel('Picture').fill('https://example.com/me.png');
    await page.getByRole('button', { name: 'Save profile' }).click();
    await visitor.notice('Your profile is saved.').waitFor();
    await page.getByRole('button', { name: 'Save profile' }).click();
    await visitor.notice('Your profile was saved a moment ago.').waitFor();
    expect((await userDoc(person.uid).get()).get('photoURL')).toBe('https://example.com/me.png');
    expect(visitor.errors).toEqual([]);
  });
});
