import { stringifySetCookie } from 'cookie';
import type { Auth } from 'firebase-admin/auth';
import { type ClaimsVersion, millisecondsOf, type Seconds } from '../../core/index.ts';
import type { Caller } from './check-access.ts';
import { SESSION_COOKIE } from './credentials.ts';

/**
 * The cookie of a session. No script reads it, it is for the whole site, and other sites' pages do not send it
 * along with what they change.
 *
 * @example liveClaimsServer(config, { cookie: { seconds: 3600, sameSite: 'strict' } });
 */
export interface CookieOptions {
  /**
   * Firebase Hosting lets only `__session` through to a server behind it. Elsewhere `__Host-session` is better: no
   * other host of the domain can set that.
   *
   * @default '__session'
   */
  readonly name?: string;
  /**
   * How long it lives, in seconds: 300 to 1,209,600 (Firebase Auth: 5 minutes to 2 weeks). An open page renews it at
   * half of that, and a page that is opened later gets another; it bounds what a stolen copy is worth.
   *
   * @default 86400
   */
  readonly seconds?: number;
  /**
   * `strict` also leaves it out where a link on another site leads here: the first page is then shown as signed out.
   *
   * @default 'lax'
   */
  readonly sameSite?: 'lax' | 'strict';
  /**
   * Only HTTPS carries it. Browsers except Safari take `http://localhost` for HTTPS.
   *
   * @default true
   */
  readonly secure?: boolean;
}

/** The `Set-Cookie` headers of a session. */
export interface SessionCookie {
  readonly name: string;
  readonly lifetimeSeconds: Seconds;
  /** @param seconds how long it lives. @default `lifetimeSeconds` */
  set(value: string, seconds?: Seconds): string;
  clear(): string;
}

/** What Firebase Auth gives out ("Manage Session Cookies", Firebase docs). */
export const MIN_SECONDS = 300;
const MAX_SECONDS = 1_209_600;

/** A cookie's name (RFC 6265, 4.1.1). */
const NAME = /^[\w!#$%&'*.^`|~+-]+$/;

/** @throws {TypeError} with a sentence that names the option and what it may be. */
export function sessionCookie({
  name = SESSION_COOKIE,
  seconds = 86_400,
  sameSite = 'lax',
  secure = true,
}: CookieOptions = {}): SessionCookie {
  if (!NAME.test(name)) {
    throw new TypeError(
      `cookie.name is ${JSON.stringify(name)}; it must be letters, digits, hyphens and underscores.`,
    );
  }
  if (!secure && /^__(Host|Secure)-/i.test(name)) {
    throw new TypeError(`cookie.name is ${JSON.stringify(name)}; browsers want "secure" for that.`);
  }
  if (!(Number.isSafeInteger(seconds) && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
    throw new TypeError(
      `cookie.seconds is ${JSON.stringify(seconds)}; it must be a whole number from ${MIN_SECONDS} to ${MAX_SECONDS}.`,
    );
  }
  if (sameSite !== 'lax' && sameSite !== 'strict') {
    throw new TypeError(
      `cookie.sameSite is ${JSON.stringify(sameSite)}; it must be "lax" or "strict".`,
    );
  }
  const set = (value: string, maxAge: Seconds) =>
    stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, secure, sameSite });
  return {
    name,
    lifetimeSeconds: seconds,
    set: (value, lifetimeSeconds = seconds) => set(value, lifetimeSeconds),
    clear: () => set('', 0),
  };
}

/** A new session. */
export interface NewSession {
  /** The value of the header `Set-Cookie`. */
  readonly setCookie: string;
  /** What `followWithSession` reads of the answer. */
  readonly body: {
    readonly uid: string;
    readonly version: ClaimsVersion;
    readonly expiresIn: Seconds;
  };
}

/**
 * A session with the claims of an ID token that was verified.
 *
 * @param seconds how long it lives, from `MIN_SECONDS` on.
 * @throws {FirebaseAuthError} for a token that Firebase Auth does not take.
 */
export async function newSession(
  auth: Pick<Auth, 'createSessionCookie'>,
  cookie: SessionCookie,
  token: string,
  { uid, access }: Caller,
  seconds: Seconds = cookie.lifetimeSeconds,
): Promise<NewSession> {
  const value = await auth.createSessionCookie(token, { expiresIn: millisecondsOf(seconds) });
  return {
    setCookie: cookie.set(value, seconds),
    body: { uid, version: access.version, expiresIn: seconds },
  };
}
