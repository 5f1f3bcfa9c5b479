import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import config from '../../functions/src/live-claims.config.ts';
import { auth, createPerson, db, editInConsole, type TestUser, userDoc } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;
let owner: TestUser;

beforeAll(async () => {
  [real, owner] = await Promise.all([openBrowser(), createPerson('owner')]);
});
afterAll(() => real?.close());

async function openAsOwner(): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser);
  onTestFinished(() => context.close());
  await visitor.signIn(owner);
  return visitor;
}

/** A user with a unique name, by which a list finds them. */
async function userNamed(role: string, name: string): Promise<TestUser & { name: string }> {
  const person = await createPerson(role);
  await userDoc(person.uid).update({ displayName: name });
  return { ...person, name };
}

it('an account that no sign-up function saw is found by its address or id, and given a role', async () => {
  const email = `console-${Date.now()}@example.com`;
  const { uid } = await auth.createUser({ email, displayName: 'Connie Console' });
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.goTo('People');
  const lookFor = async (wanted: string) => {
    const field = page.getByLabel('Find a user');
    await field.fill(wanted);
    await field.press('Enter');
  };
  await lookFor('nobody@example.com');
  await page.getByText('There is no account nobody@example.com.').waitFor();
  for (const wanted of [email, uid]) {
    await visitor.goTo('People');
    await lookFor(wanted);
    await page.getByRole('heading', { level: 1, name: 'Connie Console' }).waitFor();
  }
  await page.getByRole('button', { name: 'Change role of Connie Console' }).click();
  await page.getByRole('radio', { name: 'editor' }).check();
  await visitor.confirm('Save role');
  await visitor.notice('Connie Console is now an editor.').waitFor();
  expect((await userDoc(uid).get()).data()).toMatchObject({ role: 'editor' });
});

it('the role of a disabled account shows, and is not lost by saving', async () => {
  const { uid, name } = await userNamed('editor', `Dora ${Date.now()}`);
  await editInConsole(uid, { disabled: true });
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.goTo('People');
  await visitor.openPerson(name);
  const entry = page.getByRole('article', { name });
  await entry.getByText('Disabled', { exact: true }).waitFor();
  await entry.getByText('editor', { exact: true }).waitFor();
  await page.getByRole('button', { name: `Change role of ${name}` }).click();
  await visitor.confirm('Save role');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await userDoc(uid).get()).data()).toMatchObject({ role: 'editor', disabled: true });
});

it('an account that was disabled in the Firebase console can be enabled', async () => {
  const { uid, email, name } = await userNamed('editor', `Connor ${Date.now()}`);
  await auth.updateUser(uid, { disabled: true });
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.goTo('People');
  await page.getByLabel('Find a user').fill(email);
  await page.getByLabel('Find a user').press('Enter');
  const entry = page.getByRole('article', { name });
  await entry.getByText('Disabled in the Firebase console').waitFor();
  await entry.getByRole('button', { name: `More about ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Enable account…' }).click();
  await visitor.confirm('Enable account');
  await visitor.notice(`The account of ${name} is enabled again.`).waitFor();
  await entry.getByText('Disabled in the Firebase console').waitFor({ state: 'detached' });
  expect((await auth.getUser(uid)).disabled).toBe(false);
});

it('claims that other code has set are shown, and put right by “Re-apply”', async () => {
  const { uid, name } = await userNamed('viewer', `Cleo ${Date.now()}`);
  // Once the functions are done with the edits: until then they put claims right by themselves.
  const row = db.doc(`${config.collections.directory}/${uid}`);
  await expect.poll(async () => (await row.get()).get('name')).toBe(name);
  await auth.setCustomUserClaims(uid, { role: 'editor' });
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.open(`/people/${uid}`);
  const verdict = page.getByRole('status', { name: 'Verdict' });
  await verdict.getByText("The account's claims are not what the document says.").waitFor();
  const claims = page.locator('section', { hasText: 'What the next token carries' });
  await claims.getByText('editor').waitFor();
  await page.getByRole('button', { name: 'Re-apply' }).click();
  await verdict.getByText('Document, claims and marker agree.').waitFor();
  await claims.getByText('viewer').waitFor();
  expect(visitor.errors).toEqual([]);
});

it('a change that is made while a dialog is open is shown, and not overwritten', async () => {
  const { uid, name } = await userNamed('viewer', `Vera ${Date.now()}`);
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.goTo('People');
  await visitor.openPerson(name);
  await page.getByRole('button', { name: `Change role of ${name}` }).click();
  await page.getByRole('radio', { name: 'editor' }).check();
  await editInConsole(uid, { role: 'admin' });
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This was changed in the meantime.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Save role' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Continue from there' }).click();
  expect(await page.getByRole('radio', { name: 'admin' }).isChecked()).toBe(true);
  await page.keyboard.press('Escape');
  expect((await userDoc(uid).get()).data()).toMatchObject({ role: 'admin' });
});

it('a document that no calendar can read keeps neither People nor the audit log from opening', async () => {
  const { uid, name } = await userNamed('viewer', `Otto ${Date.now()}`);
  const entry = db.collection('auditLog').doc();
  onTestFinished(async () => {
    await Promise.all([entry.delete(), editInConsole(uid, { roleExpiresAt: null })]);
  });
  await editInConsole(uid, { roleExpiresAt: { seconds: 2 ** 53 - 1, nanoseconds: 0 } });
  await entry.create({
    at: Timestamp.now(),
    type: 'token-claims-change',
    uid,
    before: { role: 'viewer' },
    after: { role: 'editor', expiresAt: 2 ** 53 - 1 },
    actor: { kind: 'service', uid: null },
    reason: `Odd ${name}`,
    outcome: 'applied',
    version: 1,
  });
  const visitor = await openAsOwner();
  await visitor.goTo('People');
  await visitor.openPerson(name);
  await visitor.page.getByRole('article', { name }).waitFor();
  await visitor.goTo('Audit log');
  await visitor.page.getByText(`Odd ${name}`).waitFor();
  expect(visitor.errors).toEqual([]);
});

it('the audit log leaves sign-ups out until they are asked for, and tells one person’s history', async () => {
  const about = async (kind: string, reason: string, uid: string) => {
    await db.collection('auditLog').add({
      at: Timestamp.now(),
      type: 'token-claims-change',
      uid,
      before: null,
      after: { role: 'viewer' },
      actor: { kind, uid: null },
      reason,
      outcome: 'applied',
      version: 1,
    });
  };
  const mark = Date.now();
  await about('sign-up', `Flood ${mark}`, `f${mark}`);
  await about('service', `Change ${mark}`, `c${mark}`);
  const visitor = await openAsOwner();
  const { page } = visitor;
  await visitor.goTo('Audit log');
  await page.getByText(`Change ${mark}`).waitFor();
  expect(await page.getByText(`Flood ${mark}`).count()).toBe(0);
  await page.getByLabel('Show', { exact: true }).selectOption('Sign-ups');
  await page.getByText(`Flood ${mark}`).waitFor();
  await page.getByLabel('About one person').fill(`c${mark}`);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByText(`Change ${mark}`).waitFor();
  expect(await page.getByText(`Flood ${mark}`).count()).toBe(0);
});
