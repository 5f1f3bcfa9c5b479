import type { Auth, IdTokenResult } from 'firebase/auth';
import type { Milliseconds, Seconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import { type Environment, pageEnvironment } from './environment.ts';
import { safely } from './errors.ts';
import { backoff } from './timing.ts';
import type { ClaimsSnapshot, LiveClaims, Unsubscribe } from './types.ts';
import { whenSettled } from './when-settled.ts';

/** Longest wait for the server's answer, and for another tab's request; then the next attempt is made. */
const ANSWER_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 15_000;

/**
 * What `followWithSession` takes.
 *
 * @example const options: FollowOptions = { auth, changed: () => router.refresh() };
 */
export interface FollowOptions {
  /** Firebase Auth of the app: its ID token is posted. */
  readonly auth: Auth;
  /**
   * Where `createSession` answers to `POST` and `endSession` to `DELETE`: a path of the same origin.
   *
   * @default '/api/session'
   */
  readonly url?: string | undefined;
  /**
   * Called, in every tab, after the cookie has got other claims or is gone: what the server rendered with the one
   * before may look different now.
   *
   * @default undefined: pages stay as they are until they are loaded again
   */
  readonly changed?: (() => void) | undefined;
}

/**
 * What `followWithSession` gives.
 *
 * @example const session: SessionFollower = followWithSession(claims, { auth });
 */
export interface SessionFollower {
  /**
   * Resolves once the cookie is as the claims are: with true; with false when that could not be reached at the first
   * attempt, after which others follow by themselves. Never rejects.
   *
   * @example
   * await signInWithEmailAndPassword(auth, email, password);
   * if (await session.settled()) location.assign(returnPath(next));
   */
  settled(): Promise<boolean>;
  /**
   * Gets another cookie, also when the present one should do: for a page that the server refused all the same, and after
   * `reauthenticateWithCredential`, which the cookie does not know of. Resolves as `settled` does, and with false where no
   * user is signed in.
   *
   * @example if (await session.renew()) router.refresh();
   */
  renew(): Promise<boolean>;
  /**
   * `fetch` with the cookie: on 401 it renews the cookie, with another ID token if the challenge asks for one, and asks
   * once more.
   *
   * @throws what `fetch` throws.
   * @example const response = await session.fetch('/threads/1', { method: 'DELETE' });
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /**
   * Ends following; the cookie stays as it is. To end the session, sign out: the end of a cookie alone is noticed at half of
   * its life. Calling it again does nothing.
   *
   * @example useEffect(() => followWithSession(claims, { auth }).stop, []);
   */
  stop: Unsubscribe;
}

/** What the tabs of a browser know of the cookie, which no script can read. */
interface Known {
  readonly uid: string;
  /** Null: there may be a cookie, and it is not known which. */
  readonly version: ClaimsVersion | null;
  /** When to renew it, in milliseconds since the Unix epoch. */
  readonly renewAt: Milliseconds;
  /** Half of its life, in milliseconds: `renewAt` is further away where the clock was set back. */
  readonly renewAfterMs: number;
  /** When the user signed in, in seconds since the Unix epoch; null where the token did not say. */
  readonly authTime: Seconds | null;
}

type Wanted = Pick<Known, 'uid' | 'version'>;

/** What it touches of the page. */
export interface FollowEnvironment extends Pick<Environment, 'clock' | 'random' | 'locks'> {
  readonly window: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null;
  /** Null where there is none, and where it may not be used. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  readonly fetch: typeof fetch;
}

/**
 * Keeps the session cookie of a server as the claims are, so that the next page that is rendered there shows the same role:
 * whenever the token has changed for other claims, and at half of the cookie's life, one tab posts its ID token to
 * `createSession`; after a sign-out or the end of the session one tab sends `DELETE`. What fails is tried again, longer
 * and longer apart, also when the page was closed meanwhile. A cookie that has not followed yet is refused by the server's
 * `check: 'marker'` and `'document'`.
 *
 * One for each client, for as long as that lives; only for browsers, and with Auth's local persistence, which is the default:
 * the cookie is the whole browser's, and a second tab with `browserSessionPersistence` or `inMemoryPersistence`, in which
 * no user is signed in, ends it. Never throws.
 *
 * @example
 * const session = followWithSession(claims, { auth, changed: () => router.refresh() });
 * const response = await session.fetch('/threads', { method: 'POST', body });
 */
export function followWithSession(
  claims: Pick<LiveClaims, 'getSnapshot' | 'subscribe' | 'withFreshClaims'>,
  { auth, url = '/api/session', changed = () => {} }: FollowOptions,
  environment: FollowEnvironment = pageOf(),
): SessionFollower {
  const { clock, random, locks, window } = environment;
  const name = `live-claims/session/${auth.config.apiKey}/${auth.app.name}/${url}`;
  const memory = keepKnown(name, environment.storage);
  let stopped = false;
  /** A turn that waits for the one in progress. */
  let next: Promise<boolean> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let forced = false;
  let failures = 0;
  let timer: unknown;
  /** The snapshot for which the server has refused a cookie; no further attempt helps. */
  let refusedFor: string | null = null;
  /** The cookie that pages may have been rendered with; undefined while nothing is known of one. */
  let shown = memory.read() === null ? undefined : shownBy(memory.read());

  const align = (): Promise<boolean> => {
    if (next === null) {
      const begin = async () => {
        next = null;
        clock.clearTimeout(timer);
        const force = forced;
        forced = false;
        return stopped ? false : turn(force);
      };
      // A turn may lose its lock on the way, and must not be the last for that.
      next = last.then(() => withLock(begin)).catch(() => false);
      last = next;
    }
    return next;
  };

  /** One look at what is wanted and known, and one request where they differ. */
  async function turn(force: boolean): Promise<boolean> {
    const snapshot = claims.getSnapshot();
    const known = memory.read();
    const wanted = wantedBy(snapshot);
    if (wanted === null) {
      shown ??= null;
      return (known === null || (await end())) && !force;
    }
    const uid = wanted?.uid ?? (force ? snapshot.user?.uid : undefined);
    if (uid === undefined) return false;
    if (!force) {
      const isThere = known?.uid === uid && known.version === wanted?.version;
      const leftMs = isThere ? known.renewAt - clock.now() : 0;
      // The server refuses the cookie of a sign-in that was ended, also after the next one.
      if (isThere && leftMs > 0 && leftMs <= known.renewAfterMs && (await isThisSignIn(known))) {
        again(leftMs);
        return true;
      }
      if (refusedFor === keyOf(snapshot)) return false;
    }
    return create(uid, keyOf(snapshot));
  }

  async function create(uid: string, key: string): Promise<boolean> {
    // Should the page be closed now, the next one knows that there may be a cookie.
    memory.write({ uid, version: null, renewAt: 0, renewAfterMs: 0, authTime: null });
    let authTime: Seconds | null = null;
    const post = async () => {
      const token = await auth.currentUser?.getIdTokenResult();
      if (!token) throw new Error('No account is signed in any more.');
      authTime = authTimeOf(token);
      return send('POST', { authorization: `Bearer ${token.token}` });
    };
    const answer = await attempt(() => claims.withFreshClaims(post));
    const made = answer?.status === 200 ? await readMade(answer) : null;
    if (made) {
      failures = 0;
      const renewAfterMs = (made.expiresIn * 1000) / 2;
      const { uid, version } = made;
      memory.write({ uid, version, renewAt: clock.now() + renewAfterMs, renewAfterMs, authTime });
      again(renewAfterMs);
      show();
      return true;
    }
    if (answer && answer.status >= 400 && !mayHelpLater(answer)) {
      refusedFor = key;
      failures = 0;
    } else {
      again(backoff(++failures, random));
    }
    // What was refused has taken the cookie along.
    if (shown && (answer?.status === 401 || answer?.status === 403)) show();
    return false;
  }

  /** True also where the token cannot be had at the moment. */
  async function isThisSignIn({ authTime }: Known): Promise<boolean> {
    const token = await attempt(async () => auth.currentUser?.getIdTokenResult());
    return !token || authTimeOf(token) === authTime;
  }

  async function end(): Promise<boolean> {
    const answer = await attempt(() => send('DELETE'));
    if (!answer?.ok) {
      again(backoff(++failures, random));
      return false;
    }
    failures = 0;
    memory.write(null);
    show();
    return true;
  }

  const send = (method: string, headers: Record<string, string> = {}) =>
    environment.fetch(url, {
      method,
      headers,
      // Outlives the page: a sign-out is often the last thing that it does.
      keepalive: true,
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });

  const again = (ms: number) => {
    clock.clearTimeout(timer);
    if (!stopped) timer = clock.setTimeout(() => void align(), Math.min(ms, 2 ** 31 - 1));
  };

  /** Tells the app, once for each cookie that is another one. */
  function show(): void {
    const now = shownBy(memory.read());
    const before = shown;
    if (now === (before ?? null) || stopped) return;
    shown = now;
    // Without a storage the page may have been rendered with this very cookie: an app that reloads would go on for ever.
    if (before === undefined && !memory.isKept()) return;
    safely(changed);
  }

  async function withLock(run: () => Promise<boolean>): Promise<boolean> {
    if (locks === null) return run();
    let granted = false;
    try {
      return await locks.request(name, { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, () => {
        granted = true;
        return run();
      });
    } catch (error) {
      // The other tab is frozen, or there are no locks here (opaque origin).
      if (!granted) return run();
      throw error;
    }
  }

  const renew = async () => {
    await whenSettled(claims);
    forced = true;
    return align();
  };

  const online = () => void (failures > 0 && align());
  const stored = (event: Event) => {
    const { key, newValue } = event as StorageEvent;
    if (key !== name) return;
    memory.hear(newValue);
    // Without a version, another tab is at it.
    if (parseKnown(newValue)?.version !== null) show();
  };
  window?.addEventListener('online', online);
  window?.addEventListener('storage', stored);
  const unsubscribe = claims.subscribe(() => void align());
  void align();

  return {
    settled: async () => {
      await whenSettled(claims);
      return align();
    },
    renew,
    async fetch(input, init) {
      const ask = () => environment.fetch(input instanceof Request ? input.clone() : input, init);
      const answer = await ask();
      return answer.status === 401 && (await renew()) ? ask() : answer;
    },
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
      unsubscribe();
      window?.removeEventListener('online', online);
      window?.removeEventListener('storage', stored);
    },
  };
}

/** The cookie that the claims call for; null for none, undefined when that is not known at the moment. */
function wantedBy({
  status,
  user,
  version,
  lockedDown,
}: ClaimsSnapshot): Wanted | null | undefined {
  if (status === 'signed-out' || status === 'revoked') return null;
  if (status !== 'fresh' || user === null || lockedDown) return undefined;
  // An account that has never had access gets no cookie, and must not go on with that of the account before.
  return version === 0 ? null : { uid: user.uid, version };
}

/** What tells snapshots apart, as far as a cookie is concerned. */
const keyOf = ({ status, user, version, markerVersion, lockedDown }: ClaimsSnapshot): string =>
  JSON.stringify([status, user?.uid, version, markerVersion, lockedDown]);

/** Whether a refusal is of the moment: too many requests, a server in trouble, a token that is not there yet. */
const mayHelpLater = ({ status, headers }: Response): boolean =>
  status >= 500 ||
  status === 429 ||
  (status === 401 && /insufficient_claims/.test(headers.get('www-authenticate') ?? ''));

/** What an attempt gives; undefined when it fails. */
const attempt = <Result>(run: () => Promise<Result>): Promise<Result | undefined> =>
  run().catch(() => undefined);

const authTimeOf = ({ claims }: IdTokenResult): number | null => Number(claims.auth_time) || null;

interface Made {
  readonly uid: string;
  readonly version: ClaimsVersion;
  /** Seconds. */
  readonly expiresIn: number;
}

async function readMade(answer: Response): Promise<Made | null> {
  const made = (await attempt(() => answer.json())) as Partial<Made> | null | undefined;
  const isMade = Number.isSafeInteger(made?.version) && Number.isSafeInteger(made?.expiresIn);
  return isMade ? (made as Made) : null;
}

function parseKnown(text: string | null): Known | null {
  try {
    const known = JSON.parse(text ?? 'null') as Known | null;
    return typeof known?.uid === 'string' ? known : null;
  } catch {
    return null;
  }
}

const shownBy = (known: Known | null): string | null =>
  known && known.version !== null ? `${known.uid} ${known.version}` : null;

/** In the browser's storage, for all tabs; also in this tab's memory, for apps that clear the storage. */
function keepKnown(name: string, storage: FollowEnvironment['storage']) {
  let own: Known | null = null;
  const stored = <Result>(use: (storage: NonNullable<FollowEnvironment['storage']>) => Result) => {
    try {
      return storage === null ? null : use(storage);
    } catch {
      // Full, or not allowed here.
      return null;
    }
  };
  return {
    read(): Known | null {
      own = parseKnown(stored((all) => all.getItem(name))) ?? own;
      return own;
    },
    /** Whether the next page will know. */
    isKept: () => stored((all) => all.getItem(name)) !== null,
    /** Another tab has written this; by now there may be something newer. */
    hear(newValue: string | null): void {
      own = parseKnown(stored((all) => all.getItem(name)) ?? newValue);
    },
    write(known: Known | null) {
      own = known;
      stored((all) =>
        known === null ? all.removeItem(name) : all.setItem(name, JSON.stringify(known)),
      );
    },
  };
}

function pageOf(): FollowEnvironment {
  const { clock, random, locks, window } = pageEnvironment();
  const storage = (): Storage | null => {
    try {
      return window === null ? null : localStorage;
    } catch {
      return null;
    }
  };
  return {
    clock,
    random,
    locks,
    window,
    storage: storage(),
    fetch: (...request) => fetch(...request),
  };
}
