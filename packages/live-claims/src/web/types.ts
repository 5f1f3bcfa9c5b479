import type {
  DocumentReference,
  DocumentSnapshot,
  FirestoreError,
  Query,
  QuerySnapshot,
} from 'firebase/firestore';
import type { Problem } from '../core/problems.ts';
import type { Roles } from '../core/roles.ts';
import type { Milliseconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import type { LiveClaimsError, RevokedReason } from './errors.ts';

/**
 * The role names of a role table.
 *
 * @example
 * type Role = RoleOf<typeof roles>; // 'member' | 'moderator' | 'owner'
 */
export type RoleOf<Table extends Roles> = Table['ranking'][number];

/**
 * The permission names of a role table.
 *
 * @example
 * type Permission = PermissionOf<typeof roles>; // 'threads.read' | 'threads.delete' | …
 */
export type PermissionOf<Table extends Roles> =
  Table['permissions'][keyof Table['permissions']][number];

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
export interface ClaimsSnapshot<Role extends string = string, Permission extends string = string> {
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
export interface LiveClaims<Role extends string = string, Permission extends string = string> {
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
  getSnapshot(): ClaimsSnapshot<Role, Permission>;
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
