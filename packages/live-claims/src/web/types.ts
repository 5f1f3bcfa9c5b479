import type {
  DocumentReference,
  DocumentSnapshot,
  FirestoreError,
  Query,
  QuerySnapshot,
} from 'firebase/firestore';
import type { ClaimsVersion, Problem, RoleTable } from '../core/index.ts';
import type { LiveClaimsError } from './live-claims-error.ts';

/**
 * The role names of a role table.
 *
 * @example
 * type Role = RoleOf<typeof roles>; // 'member' | 'moderator' | 'owner'
 */
export type RoleOf<Table extends RoleTable> = Table['ranking'][number];

/**
 * The permission names of a role table.
 *
 * @example
 * type Permission = PermissionOf<typeof roles>; // 'threads.read' | 'threads.delete' | …
 */
export type PermissionOf<Table extends RoleTable> =
  Table['permissions'][keyof Table['permissions']][number];

/** Takes back what the call that returned it did. Calling it again does nothing. */
export type Undo = () => void;

/**
 * - `signed-out`: nobody is signed in.
 * - `loading`: Auth, the token or the server's first word about it is still on its way. Role and
 *   permissions are the token's, as soon as it is read.
 * - `fresh`: the token is at least as new as the marker that the server itself sent, and says the same.
 * - `refreshing`: the marker is newer than the token, or says something else; a new token is being fetched.
 * - `stale`: the token is older than the marker, says something else, or nobody can tell, and trying has
 *   not helped yet. `error` says why. The client keeps trying; with `claims-shadowed` it waits for the
 *   next change of marker or token.
 * - `revoked`: the session was ended from outside, and the client signed out. `reason` says why. It
 *   stays so until the next sign-in.
 */
export type ClaimsStatus = 'signed-out' | 'loading' | 'fresh' | 'refreshing' | 'stale' | 'revoked';

/** Why a session ended. A closed set. */
export type RevokedReason =
  | 'signed-out-everywhere'
  /** Everybody who signed in before a certain moment is out. */
  | 'sign-in-too-old'
  | 'disabled'
  | 'deleted';

/** Who is signed in, as a plain value that does not change under its reader. */
export interface ClaimsUser {
  readonly uid: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/** What is known about the signed-in person's access at one moment. Never changed once handed out. */
export interface ClaimsSnapshot<Role extends string = string, Permission extends string = string> {
  readonly status: ClaimsStatus;
  /** Null while nobody is known to be signed in, and after a revoke. */
  readonly user: ClaimsUser | null;
  /** Role that counts now: null for none, for an unknown one, and once a time-bound grant is over. */
  readonly role: Role | null;
  /**
   * What the person may do now: what the token's role permits. While the token is known to be older
   * than the marker, or to say something else, only what the marker's role permits too: a revoke shows
   * before the new token arrives, a grant only with it. Nothing while the marker cannot be read.
   */
  readonly permissions: readonly Permission[];
  /**
   * Whether the app is locked down to everybody but the top role, and the person is not of it: there
   * are no permissions then, whatever the role. They come back by themselves.
   */
  readonly lockedDown: boolean;
  /** The token's claims version (`cv`), microseconds since the Unix epoch; 0 for none. */
  readonly version: ClaimsVersion;
  /** The marker's version; null while there is none that was seen and can be read. */
  readonly markerVersion: ClaimsVersion | null;
  /** When the server last set the claims, in milliseconds since the Unix epoch. */
  readonly claimsUpdatedAt: number | null;
  /** When a time-bound grant ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null;
  /** Why the session ended; only with status `revoked`. */
  readonly reason: RevokedReason | null;
  /** What keeps the snapshot from being fresh, in words that say what to do; else null. */
  readonly error: LiveClaimsError | null;
  /** Why the last edit of the person's role could not be applied, for whoever made it. */
  readonly problem: Problem | null;
}

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

/** Access that is live. One per app; see `createLiveClaims`. */
export interface LiveClaims<Role extends string = string, Permission extends string = string> {
  /** Calls `listener` after every change of the snapshot, never at once. */
  subscribe(listener: () => void): Undo;
  /** The current snapshot: the same object until something in it changes. */
  getSnapshot(): ClaimsSnapshot<Role, Permission>;
  /**
   * Runs the operation; when it is refused (Firestore `permission-denied`, a callable's
   * `unauthenticated` or `permission-denied`, HTTP 401 or 403 as an error or a `Response`) and a
   * token can be had that helps, runs it once more with that. Otherwise the first refusal comes
   * through unchanged. A refusal that says why (`RefusalDetails`) is taken at its word: a stale or an
   * old token is renewed, and for every other reason nothing is. Never retries under another account.
   */
  withFreshClaims<Result>(operation: () => Promise<Result>): Promise<Result>;
  /**
   * Listens to a query or document for as long as the account stays: ends when access is revoked,
   * comes back when it is granted. A watch belongs to the account that was signed in when it
   * started, or else to the next one to sign in, and ends with it.
   *
   * @throws {LiveClaimsError} `closed` after `close()`.
   */
  watch<Data, Stored extends object>(
    source: Query<Data, Stored>,
    observer: WatchObserver<QuerySnapshot<Data, Stored>>,
  ): Undo;
  watch<Data, Stored extends object>(
    source: DocumentReference<Data, Stored>,
    observer: WatchObserver<DocumentSnapshot<Data, Stored>>,
  ): Undo;
  /** Stops every listener, timer and channel. The last snapshot stays. Calling it again does nothing. */
  close(): void;
}
