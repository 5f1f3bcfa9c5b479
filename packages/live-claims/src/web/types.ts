import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  DocumentReference,
  DocumentSnapshot,
  FirestoreError,
  Query,
  QuerySnapshot,
} from 'firebase/firestore';
import type { ClaimSources } from '../core/additional-claims.ts';
import type { Problem } from '../core/problems.ts';
import type { OrgTable, Roles } from '../core/roles.ts';
import type { Milliseconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import type { LiveClaimsError, RevokedReason } from './errors.ts';

/**
 * What a client's types come from: a configuration, or a role table alone.
 *
 * @example
 * const { useCan } = createLiveClaimsReact<typeof config>();
 */
export type AppTypes =
  | Roles
  | {
      readonly roles: Roles;
      readonly claims?: ClaimSources | undefined;
      readonly orgs?: OrgTable | undefined;
    };

type RolesOf<App extends AppTypes> = App extends { readonly roles: infer Table extends Roles }
  ? Table
  : Extract<App, Roles>;

/**
 * The role names of a configuration, or of a role table.
 *
 * @example
 * type Role = RoleOf<typeof config>; // 'member' | 'moderator' | 'owner'
 */
export type RoleOf<App extends AppTypes> = RolesOf<App>['ranking'][number];

/**
 * The permission names of a configuration, or of a role table.
 *
 * @example
 * type Permission = PermissionOf<typeof config>; // 'threads.read' | 'threads.delete' | …
 */
export type PermissionOf<App extends AppTypes> =
  RolesOf<App>['permissions'][keyof RolesOf<App>['permissions']][number];

/**
 * The types of what an app has beside roles.
 *
 * @example
 * type Plan = AdditionalOf<typeof config>['custom']['plan']; // 'free' | 'pro' | undefined
 */
export interface AdditionalTypes {
  /** The roles in organisations. */
  readonly orgRole: string;
  /** The permissions in organisations. */
  readonly orgPermission: string;
  /** The app's own claims. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** Names that are known; any text for none. */
type Known<Names extends string> = [Names] extends [never] ? string : Names;

/** The types of these claims and organisations. */
export interface TypesOf<
  Claims extends ClaimSources,
  OrgRole extends string,
  OrgPermission extends string,
> extends AdditionalTypes {
  readonly orgRole: Known<OrgRole>;
  readonly orgPermission: Known<OrgPermission>;
  readonly custom: [keyof Claims] extends [never]
    ? AdditionalTypes['custom']
    : {
        readonly [Key in keyof Claims]?:
          | NonNullable<StandardSchemaV1.InferOutput<Claims[Key]['schema']>>
          | undefined;
      };
}

/**
 * The types of a configuration's organisations and own claims.
 *
 * @example
 * type Client = LiveClaims<RoleOf<typeof config>, PermissionOf<typeof config>, AdditionalOf<typeof config>>;
 */
export type AdditionalOf<App extends AppTypes> = App extends {
  readonly claims: infer Claims extends ClaimSources;
  readonly orgs: OrgTable<infer OrgRole, infer OrgPermission> | undefined;
}
  ? TypesOf<Claims, OrgRole, OrgPermission>
  : AdditionalTypes;

/**
 * The permission names in organisations; none for an app without organisations.
 *
 * @example
 * type OrgPermission = OrgPermissionOf<AdditionalOf<typeof config>>; // 'notes.read' | 'notes.write' | …
 */
export type OrgPermissionOf<Additional extends AdditionalTypes> =
  string extends Additional['orgPermission'] ? never : Additional['orgPermission'];

/**
 * In which organisation a permission is asked for.
 *
 * @example
 * const where: InOrg = { in: useParams().orgId };
 */
export interface InOrg {
  /** The organisation's id. Null and undefined are none, in which nobody holds a permission. */
  readonly in: string | null | undefined;
}

/**
 * A user's access in one organisation.
 *
 * @example
 * const { role }: OrgAccess = claims.getSnapshot().orgs.acme ?? { role: null };
 */
export interface OrgAccess<Role extends string = string, Permission extends string = string> {
  readonly role: Role;
  /** What the user may do there now; nothing in a lockdown. */
  readonly permissions: readonly Permission[];
  /** When the membership ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
}

/**
 * Ends a subscription. Calling it again does nothing.
 *
 * @example
 * const unsubscribe = claims.subscribe(render);
 * unsubscribe();
 */
export type Unsubscribe = () => void;

/**
 * - `signed-out`: no account is signed in.
 * - `loading`: Auth, the token or the server's first answer about it is still pending. Role and
 *   permissions are the token's, as soon as it is read.
 * - `fresh`: the token is at least as new as the marker that the server itself sent, and says the same.
 * - `refreshing`: the marker is newer than the token, or says something else; a new token is being fetched.
 * - `stale`: the token is older than the marker, says something else, or that is unknown, and trying has
 *   not helped yet. `error` says why. The client keeps trying; with `claims-shadowed` it waits for the
 *   next change of marker or token.
 * - `revoked`: the session was ended from outside, and the client signed out. `reason` says why. It
 *   stays so until the next sign-in.
 *
 * @example
 * const isWaiting = ['loading', 'refreshing'].includes(claims.getSnapshot().status);
 */
export type ClaimsStatus = 'signed-out' | 'loading' | 'fresh' | 'refreshing' | 'stale' | 'revoked';

/**
 * The signed-in account, as a plain value that does not change under its reader.
 *
 * @example
 * const { displayName } = claims.getSnapshot().user ?? { displayName: 'guest' };
 */
export interface ClaimsUser {
  readonly uid: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/**
 * The signed-in user's access at one moment. It is never changed.
 *
 * @example
 * const { status, role, permissions } = claims.getSnapshot();
 */
export interface ClaimsSnapshot<
  Role extends string = string,
  Permission extends string = string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  readonly status: ClaimsStatus;
  /** Null while no account is known to be signed in, and after a revocation. */
  readonly user: ClaimsUser | null;
  /** The role in effect now: null for none, for an unknown one, and once a time-bound role has ended. */
  readonly role: Role | null;
  /**
   * What the person may do now: what the token's role permits. While the token is known to be older
   * than the marker, or to say something else, only what the marker's role permits too: a lost permission
   * shows before the new token arrives, a granted one only with it. Nothing while the marker cannot be read.
   */
  readonly permissions: readonly Permission[];
  /**
   * The user's access in organisations, by their ids: there is none in one that is missing. While the token is known to
   * be older than the marker, or to say something else, only what both grant, as with `permissions`. Empty without the
   * option `additional`.
   */
  readonly orgs: Readonly<
    Record<string, OrgAccess<Additional['orgRole'], Additional['orgPermission']> | undefined>
  >;
  /**
   * The app's own claims, by their names in its configuration. While the token is known to be older than the
   * marker, or to say something else, one on which they differ is missing. A lockdown leaves them. Empty without the
   * option `additional`.
   */
  readonly custom: Additional['custom'];
  /**
   * Whether the app is locked down to everyone but the top role, and the person does not have it: there
   * are no permissions then, whatever the role. They come back by themselves.
   */
  readonly lockedDown: boolean;
  /** The token's claims version (`cv`), microseconds since the Unix epoch; 0 for none. */
  readonly version: ClaimsVersion;
  /** The marker's version; null while there is none that was seen and can be read. */
  readonly markerVersion: ClaimsVersion | null;
  /** When the server last set the claims, in milliseconds since the Unix epoch. */
  readonly claimsUpdatedAt: Milliseconds | null;
  /** When a time-bound grant ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  /** Why the session ended; only with status `revoked`. */
  readonly reason: RevokedReason | null;
  /** What keeps the snapshot from being fresh, in words that say what to do; else null. */
  readonly error: LiveClaimsError | null;
  /** Why the last edit of the person's role could not be applied, for the admin. */
  readonly problem: Problem | null;
}

/**
 * What the option `devtools` takes: made by `createDevtools` of `live-claims/devtools`.
 *
 * @example
 * const devtools: DevtoolsHook | undefined = import.meta.env.DEV ? createDevtools() : undefined;
 */
export interface DevtoolsHook {
  /** Called once, by `createLiveClaims`, with parts that are the client's own business. */
  readonly wrap: (parts: unknown) => unknown;
}

/**
 * What a watch calls.
 *
 * @example
 * const observer: WatchObserver<QuerySnapshot> = {
 *   next: (snapshot) => show(snapshot.docs),
 *   denied: () => show(null),
 * };
 */
export interface WatchObserver<Snapshot> {
  /** New data. Not called for a mere token refresh. */
  next(snapshot: Snapshot): void;
  /**
   * Access is gone: forget the data. Called once per loss; `next` follows by itself after a grant.
   * Also called, as the last thing, when the account that the watch belongs to leaves.
   */
  denied?(): void;
  /** The listener failed for another reason, such as a missing index. Tried again with the next token. */
  error?(error: FirestoreError): void;
}

/**
 * The client. One for each app; see `createLiveClaims`.
 *
 * @example
 * const claims: LiveClaims = createLiveClaims({ auth, firestore, functions, config });
 */
export interface LiveClaims<
  Role extends string = string,
  Permission extends string = string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * Calls `listener` after every change of the snapshot, never at once.
   *
   * @example
   * const unsubscribe = claims.subscribe(() => render(claims.getSnapshot()));
   */
  subscribe(listener: () => void): Unsubscribe;
  /**
   * The current snapshot: the same object until something in it changes.
   *
   * @example
   * const canDelete = claims.getSnapshot().permissions.includes('threads.delete');
   */
  getSnapshot(): ClaimsSnapshot<Role, Permission, Additional>;
  /**
   * Runs the operation; when it is refused (Firestore `permission-denied`, a callable's
   * `unauthenticated` or `permission-denied`, HTTP 401 or 403 as an error or a `Response`) and a
   * token can be had that helps, runs it once more with that. Otherwise the first refusal comes
   * through unchanged. A refusal with a reason (`RefusalDetails`) is followed: a stale or an
   * old token is refreshed, and for every other reason nothing is. Never retries under another account.
   *
   * @example
   * await claims.withFreshClaims(() => deleteDoc(thread));
   */
  withFreshClaims<Result>(operation: () => Promise<Result>): Promise<Result>;
  /**
   * Listens to a query or document for as long as the account stays: ends when access is revoked,
   * comes back when it is granted. A watch belongs to the account that was signed in when it
   * started, or else to the next one to sign in, and ends with it.
   *
   * @throws {LiveClaimsError} `closed` after `close()`.
   * @example
   * const unsubscribe = claims.watch(query(collection(firestore, 'threads')), {
   *   next: (snapshot) => show(snapshot.docs),
   *   denied: () => show(null),
   * });
   */
  watch<Data, Stored extends object>(
    source: Query<Data, Stored>,
    observer: WatchObserver<QuerySnapshot<Data, Stored>>,
  ): Unsubscribe;
  watch<Data, Stored extends object>(
    source: DocumentReference<Data, Stored>,
    observer: WatchObserver<DocumentSnapshot<Data, Stored>>,
  ): Unsubscribe;
  /**
   * Stops every listener, timer and channel. The last snapshot stays. Calling it again does nothing.
   *
   * @example
   * import.meta.hot?.dispose(() => claims.close());
   */
  close(): void;
}
