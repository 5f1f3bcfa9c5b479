import { DEFAULT_NAMES, type LiveClaimsConfig, pathsOf, timestampAt } from '../../core/index.ts';
import type { Fields } from '../../functions/guards/guard.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { type ServerOptions, serverOn } from '../live-claims-server.ts';

export const VERSION = 1_700_000_000_000_000;
export const ORIGIN = 'https://app.example';
const PATHS = pathsOf(DEFAULT_NAMES.collections);

export const nowSeconds = () => Math.floor(Date.now() / 1000);

const encode = (kind: string, claims: object) =>
  `${kind}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;

/** Claims of a token, or of a cookie, of a user who signed in a minute ago. */
const claimsFor = (uid: string, claims: object = {}) => ({
  uid,
  role: 'editor',
  cv: VERSION,
  iat: nowSeconds() - 60,
  auth_time: nowSeconds() - 60,
  ...claims,
});

export const idToken = (uid: string, claims: object = {}) => encode('id', claimsFor(uid, claims));
export const sessionOf = (uid: string, claims: object = {}) =>
  encode('cookie', claimsFor(uid, claims));

/** As firebase-admin: what is signed by others, or another kind of credential, is an argument error. */
function verify(kind: string, value: string): Record<string, unknown> & { uid: string } {
  const [is, body] = value.split('.');
  if (is !== kind || body === undefined) throw coded('auth/argument-error');
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  } catch {
    throw coded('auth/argument-error');
  }
}

export const coded = (code: string) => Object.assign(new Error(code), { code });

/** A server on a Firebase in memory. */
export function fakeServer(options: ServerOptions = {}, config: LiveClaimsConfig = appConfig) {
  const documents = new Map<string, Fields>();
  /** What the next calls of Firebase fail with, by their names. */
  const failures = new Map<string, Error>();
  const calls: string[] = [];
  const errors: unknown[] = [];
  /** Of the cookies that Auth gave out, in milliseconds. */
  const lifetimes: number[] = [];
  const call = (name: string) => {
    calls.push(name);
    const failure = failures.get(name);
    if (failure) throw failure;
  };
  const auth = {
    verifyIdToken: async (token: string) => {
      call('verifyIdToken');
      return verify('id', token);
    },
    verifySessionCookie: async (cookie: string) => {
      call('verifySessionCookie');
      return verify('cookie', cookie);
    },
    createSessionCookie: async (token: string, { expiresIn }: { expiresIn: number }) => {
      call('createSessionCookie');
      lifetimes.push(expiresIn);
      return scene.cookieValue ?? encode('cookie', { ...verify('id', token), iat: nowSeconds() });
    },
  };
  const readDocuments = async (paths: readonly string[]) => {
    call('readDocuments');
    return paths.map((path) => documents.get(path) ?? null);
  };
  const server = serverOn(config, () => ({ auth, readDocuments }) as never, {
    onError: (error) => errors.push(error),
    ...options,
  });
  const scene = {
    ...server,
    /** What Auth gives out in place of a cookie. */
    cookieValue: null as string | null,
    failures,
    calls,
    errors,
    lifetimes,
    /** The marker of an account: what its claims were last set to. */
    marker: (uid: string, fields: object = {}) =>
      documents.set(PATHS.marker(uid), {
        claimsUpdatedAt: timestampAt(1_700_000_000),
        version: VERSION,
        role: 'editor',
        expiresAt: null,
        status: 'applied',
        problem: null,
        ...fields,
      }),
    user: (uid: string, fields: Fields) => documents.set(PATHS.user(uid), fields),
    settings: (fields: Fields) => documents.set(PATHS.settings, fields),
  };
  return scene;
}

/** A request as a browser sends it from a page of the app. */
export const request = (method: string, headers: Record<string, string> = {}, body?: string) =>
  new Request(`${ORIGIN}/api/session`, {
    method,
    headers: { host: 'app.example', ...headers },
    ...(body !== undefined && { body }),
  });

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const cookie = (value: string) => ({ cookie: `__session=${value}` });
