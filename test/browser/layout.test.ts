import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createPerson, db, memberInConsole, type TestUser, userDoc } from '../support/admin.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

/** Phones from the smallest on, and tablets upright; WCAG 1.4.10 asks for 320. */
const WIDTHS = [320, 360, 375, 390, 414, 768, 800, 820, 1024, 1280];

const ADDRESS = 'maximiliane.mustermann@marketing.bigcompany.example.com';

let real: RealBrowser;
let owner: TestUser;
/** A user whose name and address have no place to break a line. */
let long: string;

beforeAll(async () => {
  [real, owner] = await Promise.all([openBrowser(), createPerson('owner')]);
  const { uid } = await createPerson('viewer');
  long = `Maximiliane${'x'.repeat(100)}${Date.now()}`;
  const at = Timestamp.now();
  const orgId = randomUUID();
  await memberInConsole(orgId, owner.uid, 'admin');
  await Promise.all([
    db.doc(`orgs/${orgId}/members/${uid}`).set({ uid, role: 'viewer', displayName: long }),
    userDoc(uid).update({ displayName: long, email: ADDRESS }),
    db.doc(`invites/${randomUUID()}`).create({
      email: ADDRESS,
      role: 'viewer',
      invitedBy: owner.uid,
      createdAt: at,
      expiresAt: Timestamp.fromMillis(at.toMillis() + 86_400_000),
      acceptedAt: null,
    }),
    db.collection('posts').add({
      title: 'x'.repeat(120),
      body: 'x'.repeat(300),
      authorId: uid,
      status: 'published',
      createdAt: at,
      updatedAt: at,
    }),
    db.doc(`auditLog/${randomUUID()}`).create({
      at,
      type: 'token-claims-change',
      uid,
      before: { role: 'viewer' },
      after: { role: 'editor' },
      actor: { kind: 'service', uid: null },
      reason: 'x'.repeat(500),
      outcome: 'applied',
      version: 1,
    }),
  ]);
});
afterAll(() => real?.close());

/** What sticks out sideways, at every width; the letters that much wider than the app's own. */
async function sticksOut(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const wider of ['0em', '0.07em']) {
    await page.evaluate((spacing) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { letter-spacing: ${spacing} !important }`);
      const others = document.adoptedStyleSheets.filter((one) => !('ofTest' in one));
      document.adoptedStyleSheets = [...others, Object.assign(sheet, { ofTest: true })];
    }, wider);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      // Reading a size lays out what has changed. No frame is waited for: Chromium owes none to a
      // page that has nothing new to show, and the wait for it has no end.
      await page.waitForFunction((wanted) => innerWidth === wanted, width, { polling: 20 });
      const what = await page.evaluate((isOurFont) => {
        // Letters that are wider may be cut there; in the app's own font the role is whole.
        const role = document.querySelector('header [aria-label^="Your role"] > *');
        const isCut = isOurFont && role !== null && role.scrollWidth > role.clientWidth;
        const room = document.documentElement.clientWidth;
        const boxes = [document.documentElement, ...document.querySelectorAll('[role="dialog"]')];
        const controls = document.querySelectorAll('a, button, input, [role="menuitem"]');
        return [
          ...(isCut ? [role] : []),
          ...boxes.filter((box) => box.scrollWidth > box.clientWidth),
          ...[...controls].filter((control) => {
            const { left, right, width: wide } = control.getBoundingClientRect();
            return wide > 1 && (right > room + 0.5 || left < -0.5);
          }),
        ].map((element) => `${element.tagName} “${(element.textContent ?? '').slice(0, 40)}”`);
      }, wider === '0em');
      found.push(...what.map((one) => `${where}, ${width} px, ${wider} wider: ${one}`));
    }
  }
  // Wide enough for whatever comes next.
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

async function open(): Promise<Visitor> {
  const { visitor, context } = await visit(real.browser);
  onTestFinished(() => context.close());
  return visitor;
}

it('nothing sticks out on any screen, from a phone to a desk, in whatever font', async () => {
  const visitor = await open();
  const { page } = visitor;
  const found = await sticksOut(page, 'Sign in');
  await visitor.signIn(owner);
  const places = [
    ['Posts', page.getByRole('heading', { level: 1 })],
    ['Organisations', page.getByRole('button', { name: 'Invite', exact: true })],
    ['People', visitor.people()],
    ['Audit log', page.getByRole('list', { name: 'Audit log' })],
    ['Settings', page.getByRole('button', { name: 'Turn lockdown on' })],
    ['My access', page.getByRole('heading', { level: 1 })],
  ] as const;
  for (const [place, content] of places) {
    await visitor.goTo(place);
    await content.waitFor();
    found.push(...(await sticksOut(page, place)));
  }
  await visitor.goTo('People');
  await visitor.openPerson(long);
  await page.getByRole('list', { name: 'History' }).waitFor();
  found.push(...(await sticksOut(page, 'A person')));
  await visitor.goTo('People');
  await visitor.showInvites();
  await page.getByRole('list', { name: 'Invites' }).waitFor();
  found.push(...(await sticksOut(page, 'Invites')));
  expect(found).toEqual([]);
});

it('nothing sticks out of any dialog', async () => {
  const visitor = await open();
  const { page } = visitor;
  await visitor.signIn(owner);
  const found: string[] = [];
  const look = async (what: string) => {
    await page.getByRole('dialog').waitFor();
    found.push(...(await sticksOut(page, what)));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await visitor.writeButton().click();
  await look('Write a post');
  await visitor.goTo('Settings');
  await page.getByRole('button', { name: 'Turn lockdown on' }).click();
  await look('Lock down');
  await visitor.goTo('My access');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await look('Sign out everywhere');
  await visitor.goTo('People');
  await visitor.showInvites();
  await page.getByRole('button', { name: `Withdraw invite of ${ADDRESS}` }).click();
  await look('Withdraw');
  await page.getByRole('button', { name: 'Invite people' }).click();
  await look('Invite');
  await page.getByRole('button', { name: 'People', exact: true }).click();
  await visitor.openPerson(long);
  await page.getByRole('button', { name: `Change role of ${long}` }).click();
  await look('Change role');
  for (const action of ['Sign out everywhere…', 'Disable account…', 'Delete account…']) {
    await visitor.chooseFor(long, action);
    await look(action);
  }
  expect(found).toEqual([]);
});
