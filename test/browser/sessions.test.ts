import { Timestamp } from 'firebase-admin/firestore';
import { ME_PATH } from 'live-claims/core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import {
  auth,
  claimsOf,
  createNamed,
  createPerson,
  createPublishedPost,
  editInConsole,
  type TestUser,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { Visitor, visitFor } from './support/visitor.ts';

let real: RealBrowser;

beforeAll(async () => {
  real = await openBrowser();
});
afterAll(() => real?.close());

const browser = (test: TestContext) => visitFor(test, real.browser);
const browserOf = (test: TestContext, person: TestUser) => visitFor(test, real.browser, person);

const EVERYWHERE = 'You were signed out because all your sessions were ended.';

async function endOfSessions(uid: string): Promise<number> {
  const { sessionsRevokedAt } = await untilMarker(
    uid,
    (marker) => marker.sessionsRevokedAt !== null,
  );
  return sessionsRevokedAt?.seconds ?? 0;
}

describe('sign out everywhere', () => {
  it('by oneself: both tabs and the other browser end, and their tokens are refused', async (test) => {
    const person = await createPerson('admin');
    const [first, elsewhere] = await Promise.all([
      browserOf(test, person),
      browserOf(test, person),
    ]);
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
      .poll(() => Math.floor(Date.now() / 1000), { timeout: 60_000 })
      .toBeGreaterThan(await endOfSessions(person.uid));
    await first.signIn(person);
    await first.role('admin').waitFor();
    expect(await rawRequest(await first.idToken(), 'GET', 'users')).toBe(200);
    expect([...first.errors, ...second.errors, ...elsewhere.errors]).toEqual([]);
  });

  it('by an admin, for a user of a lower rank: with a reason that the audit log keeps', async (test) => {
    const name = `Mia ${Date.now()}`;
    const [amir, mia] = await Promise.all([createPerson('admin'), createNamed('editor', name)]);
    const [admin, member] = await Promise.all([browserOf(test, amir), browserOf(test, mia)]);
    await admin.goTo('People');
    await admin.openPerson(name);
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

describe('accounts', () => {
  it('disabled and enabled: signed out with the reason, refused at the door, and back with the role', async (test) => {
    const name = `Ned ${Date.now()}`;
    const [amir, ned] = await Promise.all([createPerson('admin'), createNamed('editor', name)]);
    const [admin, member] = await Promise.all([browserOf(test, amir), browserOf(test, ned)]);
    await admin.goTo('People');
    await admin.openPerson(name);
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

  it('deleted: only after the address was typed, and the open browser ends', async (test) => {
    const name = `Del ${Date.now()}`;
    const [amir, del] = await Promise.all([createPerson('admin'), createNamed('viewer', name)]);
    const [admin, member] = await Promise.all([browserOf(test, amir), browserOf(test, del)]);
    await admin.goTo('People');
    await admin.openPerson(name);
    await admin.chooseFor(name, 'Delete account…');
    const button = admin.page.getByRole('button', { name: 'Delete account', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await admin.page.getByLabel(`Type ${del.email} to confirm`).fill(del.email);
    await button.click();
    await admin.notice(`The account of ${name} is deleted.`).waitFor();
    await member.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await admin.page.getByRole('article', { name }).waitFor({ state: 'detached' });
  });

  it('at or above one’s own rank have no menu', async (test) => {
    const name = `Peer ${Date.now()}`;
    const [amir] = await Promise.all([createPerson('admin'), createNamed('admin', name)]);
    const admin = await browserOf(test, amir);
    await admin.goTo('People');
    await admin.openPerson(name);
    await admin.page.getByRole('article', { name }).getByText('Ranks as high as you').waitFor();
    expect(await admin.page.getByRole('button', { name: `More about ${name}` }).count()).toBe(0);
  });
});

describe('invites', () => {
  it('by rank, for an address: created, accepted by the address’s owner, and gone from the open ones', async (test) => {
    const [boss, vic] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const [admin, member] = await Promise.all([browserOf(test, boss), browserOf(test, vic)]);
    // With the address verified, the server says to change the role of the account instead.
    await auth.updateUser(vic.uid, { emailVerified: false });
    await admin.goTo('People');
    await admin.showInvites();
    await admin.page.getByRole('button', { name: 'Invite people' }).click();
    await admin.page.getByLabel('E-mail address').fill(vic.email);
    await admin.page.getByRole('radio', { name: 'editor' }).check();
    expect(await admin.page.getByRole('radio', { name: 'admin' }).count()).toBe(0);
    await admin.confirm('Create invite');
    await admin.notice(`${vic.email} is invited as an editor.`).waitFor();
    const invites = admin.page.getByRole('list', { name: 'Invites', exact: true });
    await invites.getByText(vic.email).waitFor();
    await invites.getByText('Invited by').first().waitFor();

    await auth.updateUser(vic.uid, { emailVerified: true });
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
    await member
      .notice('There is no invite for your address that gives you a higher role.')
      .waitFor();

    const other = `nobody-${Date.now()}@example.com`;
    await admin.page.getByRole('button', { name: 'Invite people' }).click();
    await admin.page.getByLabel('E-mail address').fill(other);
    await admin.confirm('Create invite');
    await admin.page.getByRole('button', { name: `Withdraw invite of ${other}` }).click();
    await admin.confirm('Withdraw');
    await invites.getByText(other).waitFor({ state: 'detached' });
    await admin.page.getByRole('button', { name: 'Show withdrawn invites' }).click();
    const withdrawn = admin.page.getByRole('list', { name: 'Withdrawn invites' });
    await withdrawn.getByText(other).waitFor();

    // The server says that an account has the address, and which.
    await admin.page.getByRole('button', { name: 'Invite people' }).click();
    await admin.page.getByLabel('E-mail address').fill(vic.email);
    await admin.page.getByRole('radio', { name: 'editor' }).check();
    await admin.confirm('Create invite');
    await admin.page.getByText('an invite would give nothing').waitFor();
    await admin.page.keyboard.press('Escape');
    expect([...admin.errors, ...member.errors]).toEqual([]);
  });
});

// These mostly wait, each with people and browsers of its own: they run at the same time.

describe.concurrent('a role for a time', () => {
  it('counts down, says what comes next, and ends by itself in the open browser', async (test) => {
    const person = await createPerson('viewer');
    const visitor = await browserOf(test, person);
    const end = Timestamp.fromMillis(Math.ceil(Date.now() / 1000) * 1000 + 30_000);
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

describe.concurrent('where Firestore is blocked', () => {
  const FIRESTORE = 'https://firestore.googleapis.com/**';

  it('changes arrive by /api/users/me, and by the listener again once it can run', async (test) => {
    const person = await createPerson('viewer');
    const title = await createPublishedPost();
    const visitor = await browser(test);
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
    // With a tag from the first answer on; how often it was asked before that is a matter of speed.
    const answered = asked.findIndex((tag) => tag !== 'no tag');
    expect(answered).toBeGreaterThan(0);
    expect(asked.slice(answered)).not.toContain('no tag');

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

  it('a user who is signed out everywhere is told so there too', async (test) => {
    const person = await createPerson('viewer');
    const visitor = await browser(test);
    await visitor.page.context().route(FIRESTORE, (route) => route.abort());
    await visitor.signIn(person);
    await expect
      .poll(() => Math.floor(Date.now() / 1000), { timeout: 60_000 })
      .toBeGreaterThan(await visitor.signedInAt());
    await editInConsole(person.uid, { sessionsRevokedAt: Timestamp.now() });
    await visitor.untilSignedOut(EVERYWHERE);
  });
});

describe.concurrent('one’s own profile', () => {
  it('is live, and a second edit within two seconds is refused with a calm sentence', async (test) => {
    const person = await createPerson('viewer');
    const visitor = await browserOf(test, person);
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
    expect((await userDoc(person.uid).get()).get('photoURL')).toBe('https://example.com/me.png');
    // The moment after an edit, held as long as the test takes: on the server and on the page's clock.
    const edited = Date.now() + 5 * 60_000;
    await editInConsole(person.uid, {
      displayName: 'Just edited',
      profileEditedAt: Timestamp.fromMillis(edited),
    });
    await expect.poll(() => page.getByLabel('Display name').inputValue()).toBe('Just edited');
    await page.clock.setFixedTime(edited);
    await page.getByRole('button', { name: 'Save profile' }).click();
    await visitor.notice('Your profile was saved a moment ago.').waitFor();
    expect(visitor.errors).toEqual([]);
  });
});
