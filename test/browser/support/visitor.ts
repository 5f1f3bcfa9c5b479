import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { type TestContext, TestRunner } from 'vitest';
import { TELL_AGAIN_AFTER_MS, type TestUser, tellAgain } from '../../support/admin.ts';
import { stack } from '../../support/stack.ts';

/** Longest wait for something to show, in milliseconds; what is promised takes far less. */
const PATIENCE = 60_000;

/**
 * After a request that broke off, Firestore's WebChannel loads this picture to see whether there is a
 * network, only to name the error: the policy refuses it, and nothing depends on the answer.
 */
const NETWORK_PROBE = /https:\/\/www\.google\.com\/images\/cleardot\.gif/;

type Place = 'Posts' | 'Organisations' | 'People' | 'Audit log' | 'Settings' | 'My access';

/** A user of one tab of the app. */
export class Visitor {
  readonly page: Page;
  /** Errors that the page threw, and what its Content-Security-Policy refused. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      const refused = /content.security.policy|trusted ?types/i.test(message.text());
      if (refused && !NETWORK_PROBE.test(message.text())) {
        this.errors.push(message.text());
      }
    });
  }

  async open(path = '/'): Promise<this> {
    await this.page.goto(`${stack.hostingUrl}${path}`);
    return this;
  }

  async signIn({
    uid,
    email,
    password,
  }: Pick<TestUser, 'email' | 'password'> & Partial<TestUser>): Promise<void> {
    if (uid !== undefined) {
      const repeating = setInterval(() => void tellAgain(uid), TELL_AGAIN_AFTER_MS);
      this.page.once('close', () => clearInterval(repeating));
    }
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.role().waitFor();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }

  async goTo(place: Place): Promise<void> {
    await this.place(place).click();
    // That of an organisation has its name.
    const name = place === 'Organisations' ? /./ : place;
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  place(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
  }

  /** The role that the header shows; any, unless given. */
  role(role?: string): Locator {
    return this.page.getByRole('link', {
      name: role === undefined ? /^Your role: / : `Your role: ${role}`,
    });
  }

  /** The table of people. */
  people(): Locator {
    return this.page.getByRole('grid', { name: 'People' });
  }

  /** Narrows the table of people to those with this name, and waits for the first. */
  async find(name: string): Promise<void> {
    await this.people().waitFor();
    await this.page.getByLabel('Find a user').fill(name);
    await this.people().getByRole('link', { name }).first().waitFor();
  }

  /** Shows the invites, on the page of people. */
  async showInvites(): Promise<void> {
    await this.page.getByRole('button', { name: 'Invites', exact: true }).click();
    await this.page.getByRole('heading', { level: 2, name: 'Invites' }).waitFor();
  }

  /** Finds a person in the table, and opens their page. */
  async openPerson(name: string): Promise<void> {
    await this.find(name);
    await this.people().getByRole('link', { name }).first().click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Waits for the sign-in page and the sentence that says why one is there. */
  async untilSignedOut(why: string): Promise<void> {
    await this.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await this.notice(why).waitFor();
  }

  /** Chooses from the menu of a person, on their page. */
  async chooseFor(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `More about ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
    // It fades away, where it stood.
    await this.page.getByRole('menu').waitFor({ state: 'detached' });
  }

  /** Presses a button of the dialog that is open. */
  async confirm(button: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  }

  writeButton(): Locator {
    return this.page.getByRole('button', { name: 'Write a post' });
  }

  notice(text: string): Locator {
    return this.page.getByRole('log', { name: 'Notices' }).getByText(text);
  }

  /** The ID token that this browser holds: what its developer tools would reveal. */
  async idToken(): Promise<string> {
    return this.page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('firebaseLocalStorageDb');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const store = opening.result
              .transaction('firebaseLocalStorage')
              .objectStore('firebaseLocalStorage');
            const all = store.getAll();
            all.onerror = () => reject(all.error);
            all.onsuccess = () => {
              opening.result.close();
              const users = all.result.map((entry) => entry.value?.stsTokenManager?.accessToken);
              resolve(users.find((token) => typeof token === 'string') ?? '');
            };
          };
        }),
    );
  }

  /** When the person signed in, as their token says, in whole seconds since the Unix epoch. */
  async signedInAt(): Promise<number> {
    const [, payload = ''] = (await this.idToken()).split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString()).auth_time;
  }

  /** Remembers that the page was not loaded again since. */
  async mark(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { unreloaded: true }));
  }

  isMarked(): Promise<boolean> {
    return this.page.evaluate(() => 'unreloaded' in window);
  }
}

/** Opens the app in a browser of its own, with nothing remembered. */
export async function visit(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ visitor: Visitor; context: BrowserContext }> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const test = TestRunner.getCurrentTest();
  const close = context.close.bind(context);
  context.close = async () => {
    if (test?.result?.state === 'fail') await printPages(context);
    await close();
  };
  const visitor = await new Visitor(await context.newPage()).open();
  return { visitor, context };
}

/** The same for one test: it closes with the test. With a user it is signed in, else on the sign-in page. */
export async function visitFor(
  test: TestContext,
  browser: Browser,
  person: TestUser | null = null,
): Promise<Visitor> {
  const { visitor, context } = await visit(browser);
  test.onTestFinished(() => context.close());
  if (person) await visitor.signIn(person);
  return visitor;
}

/** What a test that failed leaves on the screen: its error names only what it waited for. */
async function printPages(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) {
    const text = await page
      .locator('body')
      .ariaSnapshot()
      .catch((error: Error) => error.message);
    console.error(`${page.url()} shows:\n${text}\n`);
  }
}
