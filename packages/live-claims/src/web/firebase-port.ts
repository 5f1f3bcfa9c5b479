import { type Auth, onIdTokenChanged, signOut, type User } from 'firebase/auth';
import {
  type DocumentReference,
  doc,
  type Firestore,
  type FirestoreError,
  onSnapshot,
} from 'firebase/firestore';
import { type Access, type CustomClaims, decodeClaims } from '../core/claims.ts';
import type { Seconds } from '../core/time.ts';
import type { ClaimsUser, Unsubscribe } from './types.ts';

/** What a token says. */
export interface TokenClaims {
  readonly access: Access;
  /** All of its claims, as they are. */
  readonly claims: CustomClaims;
  /** When the person signed in, in whole seconds since the Unix epoch; 0 when the token does not say. */
  readonly authTime: Seconds;
  /** When it was issued, likewise. */
  readonly issuedAt: Seconds;
  /** The account's address when it was issued; null for none. */
  readonly email: string | null;
  readonly emailVerified: boolean;
}

/** A signed-in account as far as the client needs it. */
export interface SignedInUser {
  readonly profile: ClaimsUser;
  /** The claims of the token in use. Rejects when it has run out and no new one can be had. */
  readToken(): Promise<TokenClaims>;
  /** Fetches a new token, which is then in use. Rejects with the Auth error. */
  exchangeToken(): Promise<unknown>;
}

/** A document as the listener brings it. */
export interface SeenDocument {
  /** The document's fields; undefined when there is no such document. */
  readonly data: unknown;
  /** Whether this comes from the local cache, not confirmed by the server. */
  readonly fromCache: boolean;
}

/** The part of a query or document snapshot that a watch uses. */
export interface WatchedSnapshot {
  readonly metadata: { readonly fromCache: boolean };
}

export interface ListenOptions {
  readonly includeMetadataChanges: boolean;
}

/**
 * The Firebase SDK, narrowed to what the client does with it. The seam at which tests script the
 * order of events. Nothing comes after an unsubscribe or a failure (`AsyncObserver` in
 * @firebase/firestore 4.17), and listeners are never called at once.
 */
export interface FirebasePort {
  /** Tells this app from others of the same origin. */
  readonly name: string;
  /** Calls after sign-in, sign-out, and every change of the token, and once for the present state. */
  onIdTokenChanged(listener: (user: SignedInUser | null) => void): Unsubscribe;
  currentUid(): string | null;
  signOut(): Promise<void>;
  listenToDocument(
    path: string,
    next: (seen: SeenDocument) => void,
    failed: (cause: unknown) => void,
  ): Unsubscribe;
  listen<Snapshot extends WatchedSnapshot>(
    source: unknown,
    options: ListenOptions,
    next: (snapshot: Snapshot) => void,
    failed: (cause: FirestoreError) => void,
  ): Unsubscribe;
}

export function firebasePort(auth: Auth, firestore: Firestore): FirebasePort {
  return {
    name: `${auth.config.apiKey}/${auth.app.name}`,
    onIdTokenChanged: (listener) =>
      onIdTokenChanged(auth, (user) => listener(user && signedIn(user))),
    currentUid: () => auth.currentUser?.uid ?? null,
    signOut: () => signOut(auth),
    listenToDocument: (path, next, failed) =>
      attached(() => {
        // It would lead to another document.
        if (path.split('/').length > 2) throw new TypeError(`There is a slash in an id: ${path}`);
        return onSnapshot(
          doc(firestore, path),
          { includeMetadataChanges: true },
          (snapshot) => next({ data: snapshot.data(), fromCache: snapshot.metadata.fromCache }),
          failed,
        );
      }, failed),
    // onSnapshot tells queries and documents apart at run time; `watch` has typed them for callers.
    listen: (source, options, next, failed) =>
      attached(
        () => onSnapshot(source as DocumentReference, options, next as never, failed),
        failed,
      ),
  };
}

/** A listener that cannot be attached, as on a Firestore that was terminated, fails later like every other. */
function attached(attach: () => Unsubscribe, failed: (cause: FirestoreError) => void): Unsubscribe {
  try {
    return attach();
  } catch (cause) {
    const timer = setTimeout(() => failed(cause as FirestoreError));
    return () => clearTimeout(timer);
  }
}

function signedIn(user: User): SignedInUser {
  const { uid, email, displayName, photoURL } = user;
  return {
    profile: { uid, email, displayName, photoURL },
    readToken: async () => {
      const { claims } = await user.getIdTokenResult();
      return {
        access: decodeClaims(claims),
        claims,
        authTime: Number(claims.auth_time) || 0,
        issuedAt: Number(claims.iat) || 0,
        email: typeof claims.email === 'string' ? claims.email : null,
        emailVerified: claims.email_verified === true,
      };
    },
    exchangeToken: () => user.getIdToken(true),
  };
}
