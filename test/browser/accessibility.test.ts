import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createPerson, type TestUser, userDoc } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

let real: RealBrowser;
let owner: TestUser;
const name = `مريم Łódź ${Date.now()}`;

beforeAll(async () => {
  [real, owner] = await Promise.all([openBrowser(), createPerson('owner')]);
  const { uid } = await createPerson('viewer');
  await userDoc(uid).update({ displayName: name });
});
afterAll(() => real?.close());

/** What axe finds of WCAG 2.2 AA and of good practice, one line each. */
async function findings({ page }: Visitor, where: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${where}: ${id} ${target.join(' ')} ${failureSummary}`,
    ),
  );
}

const SCHEMES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
} as const;

it.each(Object.keys(SCHEMES) as (keyof typeof SCHEMES)[])(
  'axe finds nothing on the pages and dialogs of the console, in %s',
  async (scheme) => {
    const { visitor, context } = await visit(real.browser, {
      ...SCHEMES[scheme],
      reducedMotion: 'reduce',
    });
    onTestFinished(() => context.close());
    await visitor.signIn(owner);
    const { page } = visitor;
    const found: string[] = [];
    const look = async (where: string) => {
      found.push(...(await findings(visitor, where)));
    };
    const lookAtDialog = async (where: string) => {
      await page.getByRole('dialog').waitFor();
      await look(where);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };

    await visitor.goTo('People');
    await visitor.find(name);
    await look('People');
    await visitor.openPerson(name);
    await page.getByRole('list', { name: 'History' }).waitFor();
    await look('A person');
    await page.getByRole('button', { name: `Change role of ${name}` }).click();
    await lookAtDialog('Change role');
    await page.getByRole('button', { name: `More about ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete account…' }).waitFor();
    await look('The menu of a person');
    await page.getByRole('menuitem', { name: 'Delete account…' }).click();
    await lookAtDialog('Delete account');
    await visitor.goTo('People');
    await visitor.showInvites();
    await look('Invites');
    await page.getByRole('button', { name: 'Invite people' }).click();
    await lookAtDialog('Invite people');
    await visitor.goTo('Audit log');
    await page.getByRole('list', { name: 'Audit log' }).waitFor();
    await look('Audit log');
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Turn lockdown on' }).click();
    await lookAtDialog('Lockdown');
    expect(found).toEqual([]);
  },
);
