import type { BrowserContext, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import figures from '../../web/src/app/compare/figures.json' with { type: 'json' };
import { createPerson, editInConsole } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  real = await openBrowser();
});
afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
afterAll(() => real?.close());

async function compareAs(role: string): Promise<{ visitor: Visitor; uid: string }> {
  const person = await createPerson(role);
  const { visitor, context } = await visit(real.browser);
  contexts.push(context);
  await visitor.signIn(person);
  await visitor.place('Compare').click();
  await visitor.page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  return { visitor, uid: person.uid };
}

it('shows what the last run of the lab measured, or how to get it', async () => {
  const { visitor } = await compareAs('viewer');
  const { page } = visitor;
  const { rows } = figures as { rows: readonly { name: string }[] };
  if (rows.length === 0) await page.getByText('Nothing has been measured yet.').waitFor();
  for (const { name } of rows) {
    const approach = page.getByRole('article', { name, exact: true });
    await approach.getByText('A new role works after').waitFor();
  }
  expect(visitor.errors).toEqual([]);
});

it('a race: all three notice a change of role, each after its time', async () => {
  const { visitor, uid } = await compareAs('viewer');
  const { page } = visitor;
  const lanes = page.getByRole('list', { name: 'Lanes' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Start watching' }).click();
  await page.getByRole('button', { name: 'Stop watching' }).waitFor();

  await editInConsole(uid, { role: 'editor' });
  const told = page.getByRole('status', { name: 'Race' });
  for (const name of ['live-claims', 'Asking', 'Refreshing']) {
    await told.getByText(`${name} noticed after`).waitFor();
  }
  await page.getByRole('button', { name: 'Watch again' }).waitFor();
  const after = await lanes.evaluateAll((items) =>
    items.slice(0, 3).map((item) => {
      const [, count = '', unit] = /([\d.]+) (ms|s)$/.exec(item.textContent ?? '') ?? [];
      return Number(count) * (unit === 's' ? 1_000 : 1);
    }),
  );
  // Who is first depends on where in its interval a lane that asks is: that is for the bench to measure.
  expect(after.map((ms) => ms > 0)).toEqual([true, true, true]);
  expect(await lanes.last().textContent()).toMatch(/Waiting.*(60|59|58) min to go/);
  expect(visitor.errors).toEqual([]);
});

it('a race that is stopped leaves nothing running', async () => {
  const { visitor } = await compareAs('editor');
  const { page } = visitor;
  const asks = (timeout: number) => page.waitForRequest(isQuestion, { timeout });
  const first = asks(10_000);
  await page.getByRole('button', { name: 'Start watching' }).click();
  await first;
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await page.getByRole('button', { name: 'Start watching' }).waitFor();
  // Longer than from one question to the next.
  await expect(asks(6_000)).rejects.toThrow('Timeout');
});

function isQuestion(request: Request): boolean {
  return request.url().endsWith('/api/users/me');
}
