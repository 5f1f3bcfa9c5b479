import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNamed, createPerson, markerDoc } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { Visitor, visitFor } from './support/visitor.ts';

let real: RealBrowser;

beforeAll(async () => {
  real = await openBrowser();
});
afterAll(() => real?.close());

const clientsOf = (uid: string) => markerDoc(uid).collection('clients');

/** A sign-out waits 1.5 s for its receipt, and a slow machine may take longer: then it is tried again. */
const ATTEMPTS = 3;

it('an admin sees a change and the end of the sessions arrive in the browsers of a person', async (test) => {
  const name = `Vera ${Date.now()}`;
  const [amir, vera] = await Promise.all([createPerson('admin'), createNamed('editor', name)]);
  const member = await visitFor(test, real.browser, vera);
  // Another tab of the same browser is the same session.
  const tab = await new Visitor(await member.page.context().newPage()).open();
  await tab.role('editor').waitFor();
  await expect.poll(async () => (await clientsOf(vera.uid).get()).size).toBe(1);

  const admin = await visitFor(test, real.browser, amir);
  await admin.open(`/people/${vera.uid}`);
  const delivery = admin.page.getByRole('status', { name: 'Delivery' });
  await delivery.getByText(/^1 of 1 sessions have it\.$/).waitFor();
  const sessions = admin.page.getByRole('list', { name: 'Sessions' });
  await sessions.getByText(/ on /).waitFor();
  expect(await sessions.getByRole('listitem').count()).toBe(1);

  await admin.page.getByRole('button', { name: `Change role of ${name}` }).click();
  await admin.page.getByRole('dialog').getByRole('radio', { name: 'viewer' }).check();
  await admin.confirm('Save role');
  await member.role('viewer').waitFor();
  await delivery.getByText(/^1 of 1 sessions have it, slowest \d[\d.]* (ms|s|min)\.$/).waitFor();

  const before = await delivery.textContent();
  const landed = sessions.getByText(/^signed out because of it, \d/);
  const isLanded = () =>
    landed.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) {
      await member.signIn(vera);
      await tab.role('viewer').waitFor();
    }
    await admin.chooseFor(name, 'Sign out everywhere…');
    await admin.confirm('Sign out everywhere');
    await member.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tab.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    if (await isLanded()) break;
  }
  await landed.waitFor({ timeout: 1_000 });
  await delivery.getByText(/^1 of 1 sessions have it, slowest /).waitFor();
  expect(before).toContain('1 of 1');
  expect((await clientsOf(vera.uid).get()).size).toBe(1);
  expect([...member.errors, ...tab.errors, ...admin.errors]).toEqual([]);
});

it('the table of people says of a row that is changed how far that has got, on a phone as well', async (test) => {
  const name = `Vito ${Date.now()}`;
  const [amir, vito] = await Promise.all([createPerson('admin'), createNamed('editor', name)]);
  const members = await Promise.all([1, 2].map(() => visitFor(test, real.browser, vito)));
  await expect.poll(async () => (await clientsOf(vito.uid).get()).size).toBe(2);

  const admin = await visitFor(test, real.browser, amir);
  const { page } = admin;
  await admin.goTo('People');
  await admin.find(name);
  const row = admin.people().locator('[data-index]').filter({ hasText: name });
  const delivery = row.getByText(/sessions? (have it|is recorded)/);
  // The list of everybody has them too: what is selected there is not in the one that is found.
  await page.getByRole('status', { name: 'Results' }).getByText('1 person.').waitFor();
  await row.getByText('editor').waitFor();
  expect(await delivery.count()).toBe(0);

  await row.getByRole('checkbox').check();
  const bar = page.getByRole('region', { name: 'Selected people' });
  await bar.getByRole('button', { name: 'Change role' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'viewer' }).check();
  await admin.confirm('Preview');
  await admin.confirm('Change 1');
  for (const member of members) await member.role('viewer').waitFor();
  const landed = row.getByText(/^2 of 2 sessions have it, slowest \d[\d.]* (ms|s|min)$/);
  await landed.waitFor();

  for (const [width, height] of [
    [1280, 44],
    [820, 44],
    [320, 96],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(async () => (await row.boundingBox())?.height, { message: `${width} px` })
      .toBe(height);
    expect(await landed.isVisible(), `${width} px`).toBe(true);
    const inside = await row.evaluate((element) => {
      const { bottom, top } = element.getBoundingClientRect();
      return [...element.children].every((cell) => {
        const box = cell.getBoundingClientRect();
        return box.height === 0 || (box.top >= top && box.bottom <= bottom);
      });
    });
    expect(inside, `${width} px`).toBe(true);
  }
  // Seen anew, nothing has changed yet.
  await page.reload();
  await row.getByText('viewer').waitFor();
  expect(await delivery.count()).toBe(0);
  const errors = [admin, ...members].flatMap((visitor) => visitor.errors);
  expect(errors).toEqual([]);
});
