import { type App, getApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import {
  type ClaimSources,
  type ClaimsVersion,
  type CustomValues,
  type LiveClaimsConfig,
  permissionsOf,
  type RefusalDetails,
  type Seconds,
} from '../core/index.ts';
import { accountRate, type Rate, TOO_OFTEN } from '../functions/guards/account-rate.ts';
import { type AnyRequirement, type Caller, requires } from '../functions/guards/check-access.ts';
import { bearerOf, cookieOf, identify, untrusted } from '../functions/guards/credentials.ts';
import {
  createGuard,
  type OrgRole,
  type ReadDocuments,
  readAtOnce,
} from '../functions/guards/guard.ts';
import { comesFromElsewhere } from '../functions/guards/same-origin.ts';
import {
  type CookieOptions,
  MIN_SECONDS,
  newSession,
  sessionCookie,
} from '../functions/guards/session-cookie.ts';
import { answer, keptPrivate, refuseAsJson } from './answers.ts';

/**
 * What a server decides for itself.
 *
 * @example
 * const options: ServerOptions = { app: () => getApp('admin'), cookie: { seconds: 3600 } };
 */
export interface ServerOptions {
  /**
   * The Admin SDK's app, asked for at the first request.
   *
   * @default the default app, which the server has initialised by then
   */
  readonly app?: () => App;
  /** @default the defaults of `CookieOptions` */
  readonly cookie?: CookieOptions;
  /**
   * How long ago the sign-in may be of which a session is made, in seconds ("Manage Session Cookies", Firebase docs:
   * 300). A valid cookie of the same sign-in is renewed after that too, so that it follows the claims, but ends within
   * this time and `cookie.seconds` of the sign-in: then users sign in again.
   *
   * @default undefined: any time, by an ID token that is as fresh as `limits.freshTokenSeconds` of the configuration
   */
  readonly maxSignInAge?: Seconds | undefined;
  /**
   * Is told why a session could not be created.
   *
   * @default console.error
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * A request, or of one what there is: in Next's server components `{ headers: await headers() }`. Without a method
 * it is taken for one that changes nothing.
 *
 * @example const request: RequestLike = { headers: await headers() };
 */
export type RequestLike = Pick<Request, 'headers'> & Partial<Pick<Request, 'method' | 'url'>>;

/**
 * Who is asking, and what they may do.
 *
 * @example const { uid, role, permissions }: Session = session;
 */
export interface Session<
  Role extends string = string,
  Permission extends string = string,
  Custom = Readonly<Record<string, unknown>>,
> {
  readonly uid: string;
  /** The role in the app by what the check consults: with `document` the one of now, whatever the token says; null for none. */
  readonly role: Role | null;
  /** What that role permits. */
  readonly permissions: readonly Permission[];
  /** The organisation of the requirement's `in`, and the role there by what the check consults; null without `in`. */
  readonly org: OrgRole | null;
  /** The claims of the app's own, by its names for them and by what the check consults. */
  readonly custom: Custom;
  /** The version of the claims in the token or cookie, microseconds since the Unix epoch. */
  readonly version: ClaimsVersion;
  /** The account as the token or cookie has it: `by` of `access.edit()`. */
  readonly caller: Caller;
}

/**
 * A session, or why there is none.
 *
 * @example
 * const { session, refusal }: SessionResult = await access.verifySession(request);
 */
export type SessionResult<
  Role extends string = string,
  Permission extends string = string,
  Custom = Readonly<Record<string, unknown>>,
> =
  | { readonly session: Session<Role, Permission, Custom>; readonly refusal: null }
  | { readonly session: null; readonly refusal: RefusalDetails };

/**
 * What `liveClaimsServer` makes.
 *
 * @example const access: LiveClaimsServer = liveClaimsServer(config);
 */
export interface LiveClaimsServer<
  Role extends string = string,
  Permission extends string = string,
  OrgPermission extends string = string,
  Custom = Readonly<Record<string, unknown>>,
> {
  /**
   * Whose request it is, by the ID token in `Authorization: Bearer …` or else by the session cookie, and whether that is
   * sufficient. A cookie that another site's page sends along with a change is none, and so are two of the name. With
   * `check: 'token'` a cookie of more than an hour, which no ID token reaches, is checked by the marker.
   *
   * @param requirement @default any account, by the marker
   * @throws where Firebase cannot be reached: a caller that cannot be checked is not let through.
   * @example
   * const { session } = await access.verifySession({ headers: await headers() });
   * if (session === null) redirect(signInPath('/sign-in', '/threads'));
   */
  verifySession(
    request: RequestLike,
    requirement?: AnyRequirement<Permission, OrgPermission, RequestLike>,
  ): Promise<SessionResult<Role, Permission, Custom>>;
  /**
   * Puts a guard before a handler, which gets the request, its session and whatever else the framework hands over. All
   * others get 401, where another token helps with the challenge that `withFreshClaims` and `followWithSession` answer, or
   * 403, or what `refuse` makes of it. Answers are kept out of shared caches unless they say themselves.
   *
   * @throws what `verifySession` and the handler throw.
   * @example
   * export const DELETE = access.guard(
   *   requires('threads.delete', { check: 'document' }),
   *   async (request, { caller }) => Response.json(await deleteThread(request, caller)),
   * );
   * @example
   * const orgOf = (request: Request) => new URL(request.url).pathname.split('/')[2];
   * export const PUT = access.guard(requires('notes.write', { in: orgOf, check: 'document' }), saveNote);
   */
  guard<Rest extends readonly unknown[]>(
    requirement: AnyRequirement<Permission, OrgPermission, Request>,
    handler: (
      request: Request,
      session: Session<Role, Permission, Custom>,
      ...rest: Rest
    ) => Response | Promise<Response>,
    refuse?: (details: RefusalDetails, request: Request) => Response | Promise<Response>,
  ): (request: Request, ...rest: Rest) => Promise<Response>;
  /**
   * Answers `POST`: gives the bearer of a fresh ID token, which is as new as the marker, a session cookie with its claims.
   * When it does not, it leaves no cookie of another account, and none that the marker refuses, if that can be read. The ID token is taken from
   * the header alone, so that no form of another site can bring one. Never throws.
   *
   * @returns 200 with `{ uid, version, expiresIn }`, `expiresIn` in seconds; 401, 403, 405, 429 or 503.
   * @example export const POST = access.createSession; // app/api/session/route.js of a Next app
   */
  createSession(request: Request): Promise<Response>;
  /**
   * Answers `DELETE`: takes the cookie away, for every caller. A copy of it stays valid until its end; to end all
   * sessions of an account is `endSessions` of `live-claims/functions`.
   *
   * @returns 204; 403 or 405.
   * @example export const DELETE = access.endSession;
   */
  endSession(request: Request): Promise<Response>;
}

/** Each one is a call of Firebase Auth. A browser makes one for each change of access. */
export const CREATE_RATE: Rate = { times: 30, seconds: 60 };

/** The age in seconds that no ID token reaches ("Verify ID Tokens", Firebase docs). */
const TOKEN_LIFETIME_SECONDS = 3600;

const ANY_ACCOUNT = requires(null, { check: 'marker' });

/** What the server needs of Firebase. */
interface Services {
  readonly auth: Pick<Auth, 'verifyIdToken' | 'verifySessionCookie' | 'createSessionCookie'>;
  readonly readDocuments: ReadDocuments;
}

/**
 * Access control for a server of any kind that speaks `Request` and `Response`: guards, and sessions in a cookie for
 * pages that are rendered there. Nothing is opened or read before the first request. The client's part is
 * `followWithSession` of `live-claims/web`.
 *
 * @throws {TypeError} with a sentence about the option that cannot be.
 * @example
 * initializeApp();
 * export const access = liveClaimsServer(config);
 * const { session } = await access.verifySession(request, requires('threads.read', { check: 'marker' }));
 */
export function liveClaimsServer<
  Role extends string,
  Permission extends string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
>(
  config: LiveClaimsConfig<Role, Permission, Claims, OrgRole, OrgPermission>,
  options: ServerOptions = {},
): LiveClaimsServer<Role, Permission, OrgPermission, CustomValues<Claims>> {
  let opened: Services | null = null;
  const open = (): Services => {
    const app = options.app?.() ?? getApp();
    return {
      auth: getAuth(app),
      readDocuments: readAtOnce(getFirestore(app, config.database)),
    };
  };
  return serverOn(config, () => (opened ??= open()), options);
}

/** `liveClaimsServer` on these services: what tests start. */
export function serverOn<
  Role extends string,
  Permission extends string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
>(
  config: LiveClaimsConfig<Role, Permission, Claims, OrgRole, OrgPermission>,
  services: () => Services,
  { cookie: cookieOptions, maxSignInAge, onError = console.error }: ServerOptions = {},
): LiveClaimsServer<Role, Permission, OrgPermission, CustomValues<Claims>> {
  const cookie = sessionCookie(cookieOptions);
  const over = accountRate(CREATE_RATE);
  const guard = createGuard<Permission, OrgPermission>(
    config.roles,
    (paths) => services().readDocuments(paths),
    {
      names: config,
      lockdownChecks: config.lockdownChecks.guards,
    },
  );
  const toCreate = requires(null, {
    check: 'marker',
    maxTokenAge: config.limits.freshTokenSeconds,
  });

  const byToken = ({ headers }: RequestLike) =>
    identify(bearerOf(headers.get('authorization')), (token) =>
      services().auth.verifyIdToken(token),
    );
  const byCookie = ({ headers }: RequestLike) =>
    identify(cookieOf(headers.get('cookie'), cookie.name), (value) =>
      services().auth.verifySessionCookie(value),
    );

  async function verifySession(
    request: RequestLike,
    requirement: AnyRequirement<Permission, OrgPermission> = ANY_ACCOUNT,
  ): Promise<SessionResult<Role, Permission, CustomValues<Claims>>> {
    // A server in front may ask for another kind of `Authorization`, such as Basic.
    const isByToken = /^bearer\b/i.test(request.headers.get('authorization') ?? '');
    if (!isByToken && isFromElsewhere(request)) return refused({ reason: 'signed-out' });
    const who = await (isByToken ? byToken(request) : byCookie(request));
    if ('refusal' in who) return refused(who.refusal);
    const { caller } = who;
    const isLongLived = Date.now() / 1000 - caller.issuedAt > TOKEN_LIFETIME_SECONDS;
    const { refusal, role, org, custom } = await guard(
      isLongLived && requirement.check === 'token'
        ? { ...requirement, check: 'marker' }
        : requirement,
      caller,
      request,
    );
    if (refusal !== null) return refused(refusal);
    const permissions = permissionsOf(config.roles, role);
    // `permissionsOf` knows the roles of the table alone, and a role that is none has no permission.
    const session = {
      uid: caller.uid,
      role: role as Role | null,
      permissions,
      org,
      custom: custom as CustomValues<Claims>,
      version: caller.access.version,
      caller,
    };
    return { session, refusal: null };
  }

  /** How many seconds a session of this sign-in may last; null when there may be none. */
  async function lifetimeFor(request: Request, { uid, authTime }: Caller): Promise<Seconds | null> {
    const age = Date.now() / 1000 - authTime;
    if (maxSignInAge === undefined || age <= maxSignInAge) return cookie.lifetimeSeconds;
    const left = Math.floor(maxSignInAge + cookie.lifetimeSeconds - age);
    if (left < MIN_SECONDS) return null;
    const bearer = await byCookie(request);
    return 'caller' in bearer && bearer.caller.uid === uid && bearer.caller.authTime === authTime
      ? left
      : null;
  }

  /**
   * Whether the cookie that came along may stay: it is this account's, and the marker lets it through. Where that cannot
   * be asked, or was too often, it stays: a check by the marker refuses it as soon as it can be.
   */
  async function keepsCookie(
    request: Request,
    uid: string | null,
    isTooOften: boolean,
  ): Promise<boolean> {
    let isOwn = false;
    try {
      const who = await byCookie(request);
      if ('refusal' in who || (uid !== null && who.caller.uid !== uid)) return false;
      isOwn = uid !== null;
      return isTooOften || (await guard(ANY_ACCOUNT, who.caller)).refusal === null;
    } catch {
      return isOwn;
    }
  }

  return {
    verifySession,
    guard:
      (requirement, handler, refuse = refuseAsJson) =>
      async (request, ...rest) => {
        const { session, refusal } = await verifySession(request, requirement);
        const response = session
          ? await handler(request, session, ...rest)
          : await refuse(refusal, request);
        return keptPrivate(response);
      },
    async createSession(request) {
      if (request.method !== 'POST') return wrongMethod('POST');
      if (isFromElsewhere(request)) return answer(403, FROM_ELSEWHERE);
      let uid: string | null = null;
      const failed = async (response: Response) => {
        if (!(await keepsCookie(request, uid, response.status === 429))) {
          response.headers.append('Set-Cookie', cookie.clear());
        }
        return response;
      };
      try {
        const who = await byToken(request);
        if ('refusal' in who) return failed(refuseAsJson(who.refusal));
        const { caller } = who;
        uid = caller.uid;
        const wait = await over(uid);
        if (wait !== null) {
          const seconds = String(Math.max(1, Math.ceil(wait / 1000)));
          return failed(answer(429, { error: TOO_OFTEN }, { 'Retry-After': seconds }));
        }
        const { refusal } = await guard(toCreate, caller);
        if (refusal !== null) return failed(refuseAsJson(refusal));
        const lifetimeSeconds = await lifetimeFor(request, caller);
        if (lifetimeSeconds === null) return failed(refuseAsJson({ reason: 'sign-in-too-old' }));
        const token = bearerOf(request.headers.get('authorization')) ?? '';
        const { auth } = services();
        const session = await newSession(auth, cookie, token, caller, lifetimeSeconds);
        return answer(200, session.body, { 'Set-Cookie': session.setCookie });
      } catch (error) {
        const reason = untrusted(error);
        if (reason !== undefined) return failed(refuseAsJson({ reason }));
        onError(error);
        return failed(answer(503, WENT_WRONG));
      }
    },
    async endSession(request) {
      if (request.method !== 'DELETE') return wrongMethod('DELETE');
      if (isFromElsewhere(request)) return answer(403, FROM_ELSEWHERE);
      const headers = { 'Cache-Control': 'no-store', 'Set-Cookie': cookie.clear() };
      return new Response(null, { status: 204, headers });
    },
  };
}

const FROM_ELSEWHERE = { error: 'Only the app itself may do this.' };
const WENT_WRONG = { error: 'Something went wrong. Try again in a moment.' };

const refused = (refusal: RefusalDetails) => ({ session: null, refusal }) as const;

const wrongMethod = (Allow: string) =>
  answer(405, { error: `Only ${Allow} can be done here.` }, { Allow });

function isFromElsewhere({ method = 'GET', headers, url }: RequestLike): boolean {
  return comesFromElsewhere({
    method,
    site: headers.get('sec-fetch-site'),
    origin: headers.get('origin'),
    hosts: [headers.get('host'), headers.get('x-forwarded-host'), url && URL.parse(url)?.host],
  });
}
