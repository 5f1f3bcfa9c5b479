import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNamed, createPerson } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { visitFor } from './support/visitor.ts';

let real: RealBrowser;
beforeAll(async () => {
  real = await openBrowser();
});
afterAll(() => real?.close());

it('an admin sees the app as a person has it, until they end that', async (test) => {
  const name = `Vic ${Date.now()}`;
  const [boss, vic] = await Promise.all([createPerson('admin'), createNamed('viewer', name)]);
  const admin = await visitFor(test, real.browser, boss);
  await admin.open(`/people/${vic.uid}`);
  await admin.page.getByRole('button', { name: `View as ${name}` }).click();
  const bar = admin.page.getByRole('region', { name: 'View as' });
  await bar.getByText('as a viewer').waitFor();
  await admin.role('viewer').waitFor();
  expect(await admin.writeButton().count()).toBe(0);
  expect(await admin.place('People').count()).toBe(0);

  await bar.getByRole('button', { name: 'End view' }).click();
  await admin.role('admin').waitFor();
  await admin.writeButton().waitFor();
  expect(await bar.count()).toBe(0);
  expect(admin.errors).toEqual([]);
});
