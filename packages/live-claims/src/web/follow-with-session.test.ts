import type { Auth } from 'firebase/auth';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeLocks } from '../testing/fake-tabs.ts';
import { emptySnapshot } from './claims-snapshot.ts';
import { type FollowEnvironment, followWithSession } from './follow-with-session.ts';
import type { ClaimsSnapshot } from './types.ts';

const LIFETIME = 1000;
const NAME = 'live-claims/session/key/[DEFAULT]//api/session';

interface Cookie {
  readonly uid: string;
  readonly version: number;
}

/** A server with sessions, and the browser's jar: an answer's cookie is set when the answer arrives. */
class FakeServer {
  cookie: Cookie | null = null;
  readonly requests: string[] = [];
  /** The marker's version: what is older is refused. */
  marker = 0;
  /** How long the next answers take, in order, in milliseconds. */
  slow: number[] = [];
  /** What the next requests get instead, in order. */
  instead: (Response | Error)[] = [];

  onRequest: (input: unknown) => void = () => {};

  readonly clock: FakeClock;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  fetch = (async (input: string, init: RequestInit = {}) => {
    this.onRequest(input);
    const { method = 'GET' } = init;
    const [, token = ''] =
      /^Bearer (.*)/.exec(new Headers(init.headers).get('authorization') ?? '') ?? [];
    this.requests.push(`${method} ${token}`.trim());
    const instead = this.instead.shift();
    const [answer, after] = instead ? [instead, undefined] : this.#answer(input, method, token);
    const slow = this.slow.shift() ?? 5;
    await new Promise<void>((resolve) => this.clock.setTimeout(resolve, slow));
    if (answer instanceof Error) throw answer;
    if (after !== undefined) this.cookie = after;
    return answer;
  }) as unknown as typeof fetch;

  #answer(input: string, method: string, token: string): [Response, (Cookie | null)?] {
    if (input !== '/api/session') {
      const isCurrent = this.cookie !== null && this.cookie.version >= this.marker;
      return [isCurrent ? new Response('page') : stale(this.marker)];
    }
    if (method === 'DELETE') return [new Response(null, { status: 204 }), null];
    const [uid = '', version] = token.split('@');
    const cookie = { uid, version: Number(version) };
    if (cookie.version < this.marker) return [stale(this.marker), null];
    return [Response.json({ ...cookie, expiresIn: LIFETIME }), cookie];
  }
}

const stale = (version: number) =>
  new Response(null, {
    status: 401,
    headers: { 'www-authenticate': `Bearer error="insufficient_claims", version="${version}"` },
  });

/** One browser: what its tabs share. */
class FakeBrowser {
  readonly clock = new FakeClock(1_700_000_000_000);
  readonly server = new FakeServer(this.clock);
  readonly locks = new FakeLocks();
  readonly tabs: Tab[] = [];
  readonly stored = new Map<string, string>();
  storageWorks = true;
  hasLocks = true;

  /** The storage as one tab sees it: the others hear of what it changes. */
  storageOf(tab: Tab): FollowEnvironment['storage'] {
    const change = (key: string, newValue: string | null) => {
      if (!this.storageWorks) throw new Error('QuotaExceededError');
      if (newValue === null) this.stored.delete(key);
      else this.stored.set(key, newValue);
      for (const other of this.tabs) {
        const event = Object.assign(new Event('storage'), { key, newValue });
        if (other !== tab) other.window.dispatchEvent(event);
      }
    };
    return {
      getItem: (key) => this.stored.get(key) ?? null,
      setItem: (key, value) => change(key, value),
      removeItem: (key) => change(key, null),
    };
  }

  tab(snapshot: ClaimsSnapshot = emptySnapshot('loading')): Tab {
    const tab = new Tab(this, snapshot);
    this.tabs.push(tab);
    return tab;
  }
}

class Tab {
  readonly window = new EventTarget();
  readonly #listeners = new Set<() => void>();
  /** How often the app was told. */
  changes = 0;
  onChange: () => void = () => {
    this.changes += 1;
  };
  /** Set to have a refresh bring this version. */
  refreshesTo: number | null = null;
  readonly session;
  readonly browser: FakeBrowser;
  snapshot: ClaimsSnapshot;
  authTime = 1000;
  #token: string | null = null;

  constructor(browser: FakeBrowser, snapshot: ClaimsSnapshot) {
    this.browser = browser;
    this.snapshot = snapshot;
    this.#token = tokenOf(snapshot);
    const self = this;
    const auth = {
      config: { apiKey: 'key' },
      app: { name: '[DEFAULT]' },
      get currentUser() {
        const token = self.#token;
        const claims = { auth_time: self.authTime };
        return (
          token && { uid: token.split('@')[0], getIdTokenResult: async () => ({ token, claims }) }
        );
      },
    } as unknown as Auth;
    const { clock, locks, server } = browser;
    this.session = followWithSession(
      {
        getSnapshot: () => this.snapshot,
        subscribe: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        withFreshClaims: async (operation) => {
          const result = await operation();
          const isStale = result instanceof Response && result.status === 401;
          if (!isStale || this.refreshesTo === null || !this.snapshot.user) return result;
          this.set(signedIn(this.snapshot.user.uid, this.refreshesTo));
          return operation();
        },
      },
      { auth, changed: () => this.onChange() },
      {
        clock,
        random: () => 0.999,
        locks: browser.hasLocks ? locks : null,
        window: this.window,
        storage: browser.storageOf(this),
        fetch: server.fetch,
      },
    );
  }

  /** Auth has signed out, and the client does not know yet. */
  loseToken(): void {
    this.#token = null;
  }

  set(snapshot: ClaimsSnapshot): void {
    this.snapshot = snapshot;
    this.#token = tokenOf(snapshot);
    for (const listener of this.#listeners) listener();
  }
}

const tokenOf = ({ user, version }: ClaimsSnapshot) => user && `${user.uid}@${version}`;

const signedIn = (uid: string, version: number, rest: Partial<ClaimsSnapshot> = {}) =>
  emptySnapshot('fresh', {
    user: { uid, email: null, displayName: null, photoURL: null },
    version,
    markerVersion: version,
    ...rest,
  });
const signedOut = emptySnapshot('signed-out');

let browser: FakeBrowser;
let server: FakeServer;
beforeEach(() => {
  browser = new FakeBrowser();
  server = browser.server;
});
const pass = (ms = 50) => browser.clock.advance(ms);

describe('the cookie follows the claims', () => {
  it('comes with the sign-in, is renewed with every change of the claims, and tells the app', async () => {
    const tab = browser.tab();
    await pass();
    expect(server.requests).toEqual([]);
    tab.set(signedIn('mia', 1));
    await pass();
    expect(server.cookie).toEqual({ uid: 'mia', version: 1 });
    tab.set(signedIn('mia', 2));
    await pass();
    expect(server.cookie).toEqual({ uid: 'mia', version: 2 });
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@2']);
    expect(tab.changes).toBe(2);
  });

  it('waits for the token where the marker is ahead', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    tab.set(signedIn('mia', 1, { status: 'refreshing', markerVersion: 2 }));
    await pass();
    expect(server.requests).toEqual(['POST mia@1']);
    tab.set(signedIn('mia', 2));
    await pass();
    expect(server.cookie?.version).toBe(2);
  });

  it('asks nothing where the cookie is as it should be, after a reload too', async () => {
    browser.tab(signedIn('mia', 1));
    await pass();
    const reloaded = browser.tab();
    reloaded.set(signedIn('mia', 1));
    await pass();
    expect(server.requests).toEqual(['POST mia@1']);
    expect(reloaded.changes).toBe(0);
    browser.tabs[0]?.session.stop();
    await pass(LIFETIME * 500);
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@1']);
  });

  it('is followed after a change that came while no page was open', async () => {
    browser.tab(signedIn('mia', 1)).session.stop();
    browser.tabs.length = 0;
    await pass();
    server.cookie = { uid: 'mia', version: 1 };
    browser.stored.set(NAME, JSON.stringify({ uid: 'mia', version: 1, renewAt: 9e15 }));
    const tab = browser.tab(signedIn('mia', 2));
    await pass();
    expect(server.cookie?.version).toBe(2);
    expect(tab.changes).toBe(1);
  });

  it('is renewed at half of its life, and at no other time; the app is not told', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    await pass(LIFETIME * 500 - 100);
    expect(server.requests).toHaveLength(1);
    await pass(200);
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@1']);
    expect(tab.changes).toBe(1);
  });

  it('goes back with the claims, as after a restored backup', async () => {
    const tab = browser.tab(signedIn('mia', 5));
    await pass();
    tab.set(signedIn('mia', 3));
    await pass();
    expect(server.cookie?.version).toBe(3);
  });

  it('ends after the sign-out, and after a session that was revoked', async () => {
    for (const left of [signedOut, emptySnapshot('revoked', { reason: 'disabled' })]) {
      const tab = browser.tab(signedIn('mia', 1));
      await pass();
      tab.set(left);
      await pass();
      expect(server.cookie).toBeNull();
      expect(server.requests.at(-1)).toBe('DELETE');
      expect(tab.changes).toBe(2);
      tab.session.stop();
    }
  });

  it('of the account before does not stay with one that has no access', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    tab.set(signedIn('ben', 0));
    await pass();
    expect(server.cookie).toBeNull();
  });

  it('is not asked for in a lockdown, and comes after it', async () => {
    const tab = browser.tab(signedIn('mia', 1, { lockedDown: true }));
    await pass(60_000);
    expect(server.requests).toEqual([]);
    tab.set(signedIn('mia', 1));
    await pass();
    expect(server.cookie?.version).toBe(1);
  });

  it('a visitor who never signed in costs no request', async () => {
    browser.tab(signedOut);
    await pass(60_000);
    expect(server.requests).toEqual([]);
  });
});

describe('races', () => {
  it('an answer that comes late does not put an old cookie over a new one', async () => {
    server.slow = [500, 5];
    const tab = browser.tab(signedIn('mia', 1));
    await pass(10);
    tab.set(signedIn('mia', 2));
    await pass(1_000);
    expect(server.cookie?.version).toBe(2);
  });

  it('nor does it in a browser without locks', async () => {
    browser.hasLocks = false;
    server.slow = [500, 5];
    const tab = browser.tab(signedIn('mia', 1));
    await pass(10);
    tab.set(signedIn('mia', 2));
    await pass(1_000);
    expect(server.cookie?.version).toBe(2);
  });

  it('a sign-out during a post ends the cookie that the post brings', async () => {
    server.slow = [500, 5];
    const tab = browser.tab(signedIn('mia', 1));
    await pass(10);
    tab.set(signedOut);
    await pass(1_000);
    expect(server.requests).toEqual(['POST mia@1', 'DELETE']);
    expect(server.cookie).toBeNull();
  });

  it('of several tabs one posts, and all tell their app', async () => {
    const tabs = Array.from({ length: 5 }, () => browser.tab(signedIn('mia', 1)));
    await pass(1_000);
    for (const tab of tabs) tab.set(signedIn('mia', 2));
    await pass(1_000);
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@2']);
    expect(tabs.map(({ changes }) => changes)).toEqual([2, 2, 2, 2, 2]);
  });

  it('of several tabs one ends it', async () => {
    const tabs = Array.from({ length: 5 }, () => browser.tab(signedIn('mia', 1)));
    await pass(1_000);
    for (const tab of tabs) tab.set(signedOut);
    await pass(1_000);
    expect(server.requests).toEqual(['POST mia@1', 'DELETE']);
    expect(tabs.map(({ changes }) => changes)).toEqual([2, 2, 2, 2, 2]);
  });

  it('of several tabs one ends it; one that posted after that, without knowing, ends it again', async () => {
    const [first, second] = [browser.tab(signedIn('mia', 1)), browser.tab(signedIn('mia', 1))];
    await pass();
    first.set(signedOut);
    await pass();
    second.set(signedIn('mia', 2));
    await pass();
    expect(server.cookie).toEqual({ uid: 'mia', version: 2 });
    second.set(signedOut);
    await pass();
    expect(server.cookie).toBeNull();
  });

  it('an account that takes over from another one in the middle of a post gets its own', async () => {
    server.slow = [500];
    const tab = browser.tab(signedIn('mia', 1));
    await pass(10);
    tab.set(signedIn('ben', 7));
    await pass(1_000);
    expect(server.cookie).toEqual({ uid: 'ben', version: 7 });
  });

  it('a random history ends with the cookie that the claims call for', async () => {
    let seed = 7;
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    for (let round = 0; round < 60; round++) {
      browser = new FakeBrowser();
      server = browser.server;
      const tabs = Array.from({ length: 1 + draw(3) }, () => browser.tab());
      let end: ClaimsSnapshot = signedOut;
      for (let step = 0; step < 12; step++) {
        end = draw(4) === 0 ? signedOut : signedIn(['mia', 'ben'][draw(2)] ?? '', 1 + draw(9));
        if (draw(3) === 0) server.instead.push(new Error('network'));
        if (draw(4) === 0) server.slow.push(draw(400));
        if (draw(5) === 0) browser.stored.clear();
        for (const tab of tabs) {
          // The tabs hear of it one after the other.
          tab.set(end);
          await pass(draw(30));
        }
      }
      server.instead = [];
      await pass(300_000);
      const wanted = end.user ? { uid: end.user.uid, version: end.version } : null;
      expect(server.cookie, `round ${round}`).toEqual(wanted);
      for (const tab of tabs) tab.session.stop();
      expect(browser.locks.inUse).toBe(0);
    }
  });
});

describe('what fails', () => {
  it.each([
    ['no network', () => new TypeError('Failed to fetch')],
    ['a server in trouble', () => new Response(null, { status: 503 })],
    ['too many requests', () => new Response(null, { status: 429 })],
    ['a page where an answer should be', () => new Response('<html>', { status: 200 })],
  ])('%s: it is tried again until it succeeds', async (_, failure) => {
    server.instead = [failure(), failure()];
    browser.tab(signedIn('mia', 1));
    await pass(5_000);
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@1', 'POST mia@1']);
    expect(server.cookie?.version).toBe(1);
  });

  it('a refusal that no attempt helps against is final until the claims change', async () => {
    server.instead = [new Response(null, { status: 403 })];
    const tab = browser.tab(signedIn('mia', 1));
    await pass(600_000);
    tab.set(signedIn('mia', 1));
    const settled = tab.session.settled();
    await pass();
    expect(await settled).toBe(false);
    expect(server.requests).toHaveLength(1);
    tab.set(signedIn('mia', 2));
    await pass();
    expect(server.cookie?.version).toBe(2);
  });

  it('a refusal takes the cookie along, and the app is told', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [new Response(null, { status: 403 })];
    tab.set(signedIn('mia', 2));
    await pass();
    expect(tab.changes).toBe(2);
  });

  it('a server in trouble, which leaves the cookie, is nothing to tell the app', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [new Response(null, { status: 503 })];
    const renewed = tab.session.renew();
    await pass();
    expect(await renewed).toBe(false);
    expect(tab.changes).toBe(1);
    await pass(5_000);
    expect(server.requests).toHaveLength(3);
    expect(tab.changes).toBe(1);
  });

  it('without a storage, an app that reloads at a change does not reload for ever', async () => {
    browser.storageWorks = false;
    const tab = browser.tab(signedOut);
    await pass();
    tab.set(signedIn('mia', 1));
    await pass();
    expect(tab.changes).toBe(1);
    const reloaded = browser.tab(signedIn('mia', 1));
    await pass();
    expect(reloaded.changes).toBe(0);
    reloaded.set(signedIn('mia', 2));
    await pass();
    expect(reloaded.changes).toBe(1);
  });

  it('a token that is gone in the middle of it is no reason to ask', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    tab.loseToken();
    await pass();
    expect(server.requests).toEqual([]);
  });

  it('a challenge is answered by one refresh', async () => {
    server.marker = 2;
    const tab = browser.tab(signedIn('mia', 1));
    tab.refreshesTo = 2;
    await pass();
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@2']);
    expect(server.cookie?.version).toBe(2);
  });

  it('back online, it does not wait for its turn', async () => {
    server.instead = Array.from({ length: 9 }, () => new TypeError('Failed to fetch'));
    const tab = browser.tab(signedIn('mia', 1));
    await pass(60_000);
    server.instead = [];
    tab.window.dispatchEvent(new Event('online'));
    await pass();
    expect(server.cookie?.version).toBe(1);
  });

  it('an end that fails is tried again', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [new TypeError('Failed to fetch'), new Response(null, { status: 503 })];
    tab.set(signedOut);
    await pass(5_000);
    expect(server.requests).toEqual(['POST mia@1', 'DELETE', 'DELETE', 'DELETE']);
    expect(server.cookie).toBeNull();
  });

  it('an end that fails is tried again by the next page', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [new TypeError('Failed to fetch')];
    tab.set(signedOut);
    await pass(10);
    tab.session.stop();
    expect(server.cookie).not.toBeNull();
    browser.tab(signedOut);
    await pass();
    expect(server.cookie).toBeNull();
  });

  it('a page that was closed during a post leaves word that there may be a cookie', async () => {
    browser.tab(signedIn('mia', 1));
    await settle();
    const left = browser.stored.get(NAME) ?? '';
    await pass();
    const later = new FakeBrowser();
    later.stored.set(NAME, left);
    later.tab(signedOut);
    await later.clock.advance(50);
    expect(later.server.requests).toEqual(['DELETE']);
  });

  it.each(['cleared by the app', 'not to be had'])('with the storage %s', async (how) => {
    browser.storageWorks = how === 'cleared by the app';
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    browser.stored.clear();
    tab.set(signedOut);
    await pass();
    expect(server.cookie).toBeNull();
  });

  it('an app that throws is told all the same, and the session ends with the sign-out', async () => {
    const uncaught: unknown[] = [];
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        uncaught.push(error);
      }
    });
    onTestFinished(() => queue.mockRestore());
    const tab = browser.tab(signedIn('mia', 1));
    const mistake = new Error('the app’s');
    tab.onChange = () => {
      throw mistake;
    };
    await pass();
    tab.set(signedOut);
    const settled = tab.session.settled();
    await pass();
    expect(await settled).toBe(true);
    expect(server.cookie).toBeNull();
    expect(uncaught).toEqual([mistake, mistake]);
  });

  it('a lock that another script steals ends one turn, not the following', async () => {
    const { request } = browser.locks;
    browser.locks.request = (async (...asked: Parameters<typeof request>) => {
      browser.locks.request = request;
      await request(...asked);
      throw new DOMException('stolen', 'AbortError');
    }) as unknown as typeof request;
    const tab = browser.tab(signedIn('mia', 1));
    const settled = tab.session.settled();
    await pass();
    expect(await settled).toBe(false);
    tab.set(signedOut);
    await pass();
    expect(server.cookie).toBeNull();
  });

  it('after a reload, with a storage that the app clears before the sign-out', async () => {
    const before = browser.tab(signedIn('mia', 1));
    await pass();
    before.session.stop();
    const reloaded = browser.tab(signedIn('mia', 1));
    await pass();
    expect(server.requests).toEqual(['POST mia@1']);
    browser.stored.clear();
    reloaded.set(signedOut);
    await pass();
    expect(server.requests.at(-1)).toBe('DELETE');
    expect(server.cookie).toBeNull();
  });

  it('what stands in the storage of somebody else’s making is no obstacle', async () => {
    browser.stored.set(NAME, '{"uid":5');
    browser.tab(signedIn('mia', 1));
    await pass();
    expect(server.cookie?.version).toBe(1);
  });
});

describe('what an app asks', () => {
  it('settled: once the cookie is there, or gone', async () => {
    const tab = browser.tab();
    const settled = tab.session.settled();
    await pass();
    tab.set(signedIn('mia', 1));
    await pass();
    expect(await settled).toBe(true);
    expect(server.cookie?.version).toBe(1);
    tab.set(signedOut);
    const ended = tab.session.settled();
    await pass();
    expect(await ended).toBe(true);
    expect(server.cookie).toBeNull();
  });

  it('settled: with false when the server cannot be reached', async () => {
    server.instead = [new TypeError('Failed to fetch')];
    const settled = browser.tab(signedIn('mia', 1)).session.settled();
    await pass();
    expect(await settled).toBe(false);
  });

  it('settled: with a cookie of this sign-in, not of the one before', async () => {
    const before = browser.tab(signedIn('mia', 1));
    await pass();
    // The end of its sessions, and the sign-in after that, came while no page followed.
    before.session.stop();
    const tab = browser.tab();
    tab.authTime = 2000;
    tab.set(signedIn('mia', 1));
    const settled = tab.session.settled();
    await pass();
    expect(await settled).toBe(true);
    expect(server.requests).toEqual(['POST mia@1', 'POST mia@1']);
    await tab.session.settled();
    expect(server.requests).toHaveLength(2);
  });

  it('settled: with another cookie where the clock was set back by more than a life', async () => {
    browser.tab(signedIn('mia', 1)).session.stop();
    const half = LIFETIME * 500;
    const known = { uid: 'mia', version: 1, renewAfterMs: half, authTime: 1000 };
    for (const [ahead, posts] of [
      [half, 0],
      [half + 1000, 1],
    ] as const) {
      const renewAt = browser.clock.now() + ahead;
      browser.stored.set(NAME, JSON.stringify({ ...known, renewAt }));
      const tab = browser.tab(signedIn('mia', 1));
      await pass();
      expect(server.requests).toHaveLength(posts);
      tab.session.stop();
    }
  });

  it('renew: another cookie, also where the browser has lost the one that it had', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.cookie = null;
    const renewed = tab.session.renew();
    await pass();
    expect(await renewed).toBe(true);
    expect(server.cookie).toEqual({ uid: 'mia', version: 1 });
  });

  it('renew: with false where no user is signed in, and nothing is asked again', async () => {
    const tab = browser.tab(signedOut);
    server.marker = 1;
    const renewed = tab.session.renew();
    const page = tab.session.fetch('/threads');
    await pass();
    expect(await renewed).toBe(false);
    expect((await page).status).toBe(401);
    expect(server.requests).toEqual(['GET']);
  });

  it('fetch: a page that asks for newer claims is asked once more with them', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.marker = 2;
    tab.refreshesTo = 2;
    const page = tab.session.fetch('/threads');
    await pass();
    expect(await (await page).text()).toBe('page');
    expect(server.requests).toEqual(['POST mia@1', 'GET', 'POST mia@1', 'POST mia@2', 'GET']);
  });

  it('fetch: a request with a body can be sent twice', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [stale(1)];
    const request = new Request('https://app.example/threads', { method: 'POST', body: 'x' });
    const used: unknown[] = [];
    server.onRequest = (input) => void (input instanceof Request && used.push(input.text()));
    const page = tab.session.fetch(request);
    await pass();
    await page;
    expect(await Promise.all(used)).toEqual(['x', 'x']);
  });

  it('fetch: a refusal that stays comes through, after one renewal', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    server.instead = [stale(9), stale(9)];
    const page = tab.session.fetch('/threads');
    await pass();
    expect((await page).status).toBe(401);
    expect(server.requests).toEqual(['POST mia@1', 'GET', 'POST mia@1']);
  });

  it('stop: nothing more is sent, and no timer is left', async () => {
    const tab = browser.tab(signedIn('mia', 1));
    await pass();
    tab.session.stop();
    expect(browser.clock.pending).toBe(0);
    tab.set(signedIn('mia', 2));
    await pass(LIFETIME * 1000);
    expect(server.requests).toHaveLength(1);
  });
});
