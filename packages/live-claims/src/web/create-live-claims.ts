import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import type { ClaimSources } from '../core/additional-claims.ts';
import type { OrgTable, Roles } from '../core/roles.ts';
import type { additionalClaims } from './additional-claims.ts';
import { pageEnvironment } from './environment.ts';
import { type FirebasePort, firebasePort } from './firebase-port.ts';
import { startLiveClaims } from './live-claims.ts';
import type { OpenPolling } from './polling.ts';
import type { DevtoolsHook, LiveClaims, TypesOf, Unsubscribe } from './types.ts';
import type { FindRetryCondition } from './with-fresh-claims.ts';

/**
 * What `createLiveClaims` takes.
 *
 * @example
 * const options: LiveClaimsOptions = { auth, firestore, functions: getFunctions(app, 'europe-west1'), config };
 */
export interface LiveClaimsOptions<
  Role extends string = string,
  Permission extends string = string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
> {
  /** Firebase Auth of the app. */
  readonly auth: Auth;
  /** The database in which `users/{uid}` and the markers are. */
  readonly firestore: Firestore;
  /** The config value that functions, rules and command line read too; here only these parts of it. */
  readonly config: {
    readonly roles: Roles<Role, Permission>;
    /** @default none */
    readonly claims?: Claims | undefined;
    /** @default undefined: the app has no organisations */
    readonly orgs?: OrgTable<OrgRole, OrgPermission> | undefined;
    /** The prefix of the deployed functions' names. @default '' */
    readonly functionPrefix?: string | undefined;
    /** The names of the collections that the client listens to. */
    readonly collections?:
      | {
          /** @default 'userClaims' */
          readonly markers?: string | undefined;
          /** @default 'settings' */
          readonly settings?: string | undefined;
        }
      | undefined;
  };
  /**
   * `additionalClaims`, for a config with organisations or claims of the app's own. It is imported by itself, so that other
   * apps do not load it.
   *
   * @default undefined: `orgs` and `custom` are empty in every snapshot
   */
  readonly additional?: typeof additionalClaims | undefined;
  /**
   * Cloud Functions in the region to which `syncMyClaims` is deployed, or a function that opens them when
   * they are first needed. With it the client asks the server, rarely, to recompute the claims of the
   * account: when refreshed tokens stay older than the marker or say something else, when no marker can
   * be read, and when the e-mail address of the token is not the marker's.
   *
   * @default undefined: the server is never asked
   */
  readonly functions?: Functions | (() => Functions | Promise<Functions>) | undefined;
  /**
   * The name under which `syncMyClaims` is deployed.
   *
   * @default 'syncMyClaims' after the config's `functionPrefix`
   */
  readonly syncFunction?: string | undefined;
  /**
   * Where `GET /api/users/me` answers: a path of the same origin, or a URL. Asked every 10 seconds, but
   * only after the Firestore listener has been silent for 5 seconds, as in networks that block it.
   * Null to ask nowhere: in such networks the client then shows what it knew last.
   *
   * @default '/api/users/me'
   */
  readonly pollingUrl?: string | null | undefined;
  /**
   * Outside of a page, as in React Native: subscribes to the app's return to the foreground and returns the
   * unsubscribe. What waits is then tried again at once, as a page does when it becomes visible.
   *
   * @default undefined: only a page's events are listened to
   */
  readonly onResume?: ((resumed: () => void) => Unsubscribe) | undefined;
  /**
   * `createDevtools()` of `live-claims/devtools`: sees what the client hears and does, for a log or for
   * `<LiveClaimsDevtools>`.
   *
   * @default undefined: nothing is watched
   */
  readonly devtools?: DevtoolsHook | undefined;
}

/** What `devtools` stands between. */
export interface ClientParts {
  readonly port: FirebasePort;
  readonly roles: Roles;
  readonly retryCondition: FindRetryCondition;
}

/** A config that names organisations or claims of its own has `additional` beside it. */
type NeedsAdditional<Claims extends ClaimSources, OrgRole extends string> = [
  Named<OrgRole> | Named<keyof Claims>,
] extends [never]
  ? unknown
  : { readonly additional: typeof additionalClaims };

type Named<Name> = string extends Name ? never : Name;

/**
 * Starts a client that keeps the claims of the signed-in user live: it gets every change through
 * the marker `userClaims/{uid}` and of a lockdown through `settings/access`, refreshes the ID token until
 * it carries the change, and signs out a person whose session was revoked. One for each app, for as long
 * as the page lives; `close()` ends it.
 *
 * Nothing is fetched at the start when the token is current. Never throws, and never rejects in the
 * background: what goes wrong is in the snapshot's `error`.
 *
 * @example
 * const claims = createLiveClaims({ auth, firestore, functions, config });
 * const unsubscribe = claims.subscribe(() => render(claims.getSnapshot()));
 * await claims.withFreshClaims(() => deleteDoc(thread));
 */
export function createLiveClaims<
  Role extends string,
  Permission extends string,
  // biome-ignore lint/complexity/noBannedTypes: no claim beside the role, rather than any
  Claims extends ClaimSources = {},
  OrgRole extends string = never,
  OrgPermission extends string = never,
>({
  auth,
  firestore,
  config,
  additional,
  functions,
  syncFunction = `${config.functionPrefix ?? ''}syncMyClaims`,
  pollingUrl = '/api/users/me',
  onResume,
  devtools,
}: LiveClaimsOptions<Role, Permission, Claims, OrgRole, OrgPermission> &
  NeedsAdditional<Claims, OrgRole>): LiveClaims<
  Role,
  Permission,
  TypesOf<Claims, OrgRole, OrgPermission>
> {
  const requestSync = async () => {
    // Loaded when it is needed: most pages never ask.
    const { httpsCallable } = await import('firebase/functions');
    const opened = await (typeof functions === 'function' ? functions() : functions);
    await httpsCallable(opened as Functions, syncFunction)();
  };
  const openPolling = async (...account: Parameters<OpenPolling>) => {
    const { createPolling, fetchMeAt } = await import('./polling.ts');
    const getIdToken = () => auth.currentUser?.getIdToken();
    return createPolling(fetchMeAt(pollingUrl as string, getIdToken), ...account);
  };
  const parts: ClientParts = {
    port: firebasePort(auth, firestore),
    roles: config.roles,
    retryCondition: async (...refused) => (await import('./refusal.ts')).retryCondition(...refused),
  };
  const { port, ...watched } = (devtools?.wrap(parts) ?? parts) as ClientParts;
  // The snapshot holds only what the config names.
  return startLiveClaims(
    port,
    { ...pageEnvironment(), onResume },
    {
      ...watched,
      collections: config.collections,
      additional: additional?.(config),
      requestSync: functions && requestSync,
      openPolling: pollingUrl === null ? undefined : openPolling,
    },
  ) as LiveClaims<Role, Permission, TypesOf<Claims, OrgRole, OrgPermission>>;
}
