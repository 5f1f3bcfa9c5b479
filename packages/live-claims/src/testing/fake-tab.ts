import {
  DEFAULT_MARKERS,
  encodeClaims,
  type Marker,
  NO_ACCESS,
  parseMarker,
} from '../core/index.ts';
import type {
  FirebasePort,
  ListenOptions,
  SeenDocument,
  SignedInUser,
  TokenClaims,
  WatchedSnapshot,
} from '../web/firebase-port.ts';
import type { Unsubscribe } from '../web/types.ts';
import { type FakeBackend, type FakeSource, firebaseError } from './fake-backend.ts';
import { type FakeClock, soon } from './fake-clock.ts';
import { markerPath } from './paths.ts';

/** How long the fake network takes, one way and back, in milliseconds. */
export const EXCHANGE_MS = 20;
const SNAPSHOT_MS = 5;

export interface FakeSnapshot extends WatchedSnapshot {
  readonly data: string;
}

/** A token of a test, where the address is of no matter. */
type GivenToken = Pick<TokenClaims, 'access' | 'authTime' | 'issuedAt'> & Partial<TokenClaims>;

interface Listener {
  live: boolean;
  /** Firestore restarts its streams with another token. */
  judge(): void;
  /** Only of listeners on one document: brings a snapshot, or ends it with an error. */
  readonly document?: {
    readonly path: string;
    give(seen: SeenDocument): void;
    fail(code: string): void;
  };
}

/**
 * The Firebase SDK in one tab: holds the token in use, reports its changes, and keeps, ends and
 * refuses listeners as Firestore does.
 */
export class FakeTab implements FirebasePort {
  readonly name = 'api-key/[DEFAULT]';
  #user: { uid: string; token: TokenClaims } | null = null;
  #observers = new Set<(user: SignedInUser | null) => void>();
  #listeners = new Set<Listener>();
  #cached = new Map<FakeSource, string>();
  /** Snapshots that the local cache gives first, by path. */
  readonly cachedDocuments = new Map<string, unknown>();
  /** What the server has sent last to a marker listener since the sign-in; undefined for nothing. */
  lastMarker: Marker | null | undefined;
  /** Set to have the token in use count as run out. */
  tokenRanOut = false;
  /** How long the next reads of the token take, in order, in milliseconds. */
  slowReads: number[] = [];
  /** Set to have exchanges sent and never answered. */
  hangs = false;
  signOutError: Error | null = null;
  signOuts = 0;
  /** Listeners ever opened for queries and documents, and for markers. */
  listens = 0;
  markerListens = 0;
  /** What becomes of a fetched token; the browser stores it for the other tabs. */
  stored: (uid: string, token: TokenClaims) => void = () => {};

  readonly backend: FakeBackend;
  readonly clock: FakeClock;

  constructor(backend: FakeBackend, clock: FakeClock) {
    this.backend = backend;
    this.clock = clock;
  }

  /** Observers and listeners that are still attached. */
  get attached(): number {
    return this.#observers.size + this.#listeners.size;
  }

  get token(): TokenClaims | null {
    return this.#user?.token ?? null;
  }

  currentUid = (): string | null => this.#user?.uid ?? null;

  /** A user signs in here, or (`token`) another tab's sign-in or refresh arrives. */
  signIn(uid: string, given: GivenToken = this.backend.tokenFor(uid)): void {
    const claims = encodeClaims(given.access);
    const token = { email: null, emailVerified: false, ...given, claims };
    if (uid !== this.#user?.uid) this.lastMarker = undefined;
    this.#user = { uid, token };
    this.#tokenChanged();
  }

  async signOut(): Promise<void> {
    await soon();
    if (this.signOutError !== null) throw this.signOutError;
    this.signOuts += 1;
    this.#user = null;
    this.lastMarker = undefined;
    this.#tokenChanged();
  }

  onIdTokenChanged(observer: (user: SignedInUser | null) => void): Unsubscribe {
    this.#observers.add(observer);
    void Promise.resolve().then(() => this.#observers.has(observer) && observer(this.#handle()));
    return () => void this.#observers.delete(observer);
  }

  /** Brings this snapshot to the listeners of the document, whatever the server holds. */
  give(path: string, seen: SeenDocument): void {
    for (const { document } of [...this.#listeners]) {
      if (document?.path === path) document.give(seen);
    }
  }

  giveMarker(seen: SeenDocument): void {
    this.give(markerPath(this.#user?.uid ?? 'no-account'), seen);
  }

  /** Ends the listener on a document, as Firestore does with one that it denies. */
  fail(path: string, code: string): void {
    for (const { document } of [...this.#listeners]) {
      if (document?.path === path) document.fail(code);
    }
  }

  failMarker(code: string): void {
    this.fail(markerPath(this.#user?.uid ?? 'no-account'), code);
  }

  listenToDocument(
    path: string,
    next: (seen: SeenDocument) => void,
    failed: (cause: unknown) => void,
  ): Unsubscribe {
    const isMarker = path.startsWith(`${DEFAULT_MARKERS}/`);
    if (isMarker) this.markerListens += 1;
    const give = (seen: SeenDocument) =>
      void soon().then(() => {
        if (!listener.live) return;
        if (isMarker && !seen.fromCache) this.lastMarker = parseMarker(seen.data);
        next(seen);
      });
    const fail = (code: string) => {
      if (!listener.live) return;
      remove();
      failed(firebaseError(code));
    };
    const fromServer = () => {
      if (!this.backend.online || this.backend.firestoreBlocked) return;
      give({ data: this.backend.documentAt(path), fromCache: false });
    };
    const listener = this.#addListener({
      live: true,
      document: { path, give, fail },
      judge: () => {
        // Until the streams are up again, the cache answers.
        give({ data: this.backend.documentAt(path), fromCache: true });
        this.#later(fromServer);
      },
    });
    const remove = this.#listenTo(fromServer, listener);
    if (this.cachedDocuments.has(path)) {
      give({ data: this.cachedDocuments.get(path), fromCache: true });
    }
    const code = this.backend.nextListenError(path);
    this.#later(() => (code === undefined ? fromServer() : fail(code)));
    return remove;
  }

  listen<Snapshot extends WatchedSnapshot>(
    source: unknown,
    { includeMetadataChanges }: ListenOptions,
    next: (snapshot: Snapshot) => void,
    failed: (cause: never) => void,
  ): Unsubscribe {
    const { allows } = source as FakeSource;
    const target = source as FakeSource;
    let shown: string | null = null;
    this.listens += 1;
    const show = (data: string, fromCache: boolean) => {
      if (shown === data && !includeMetadataChanges) return;
      shown = data;
      next({ data, metadata: { fromCache } } as FakeSnapshot as unknown as Snapshot);
    };
    const judge = () => {
      if (!listener.live || !this.backend.online) return;
      if (target.failure !== undefined) {
        remove();
        failed(firebaseError(target.failure) as never);
      } else if (allows(this.#user?.token.access ?? NO_ACCESS)) {
        this.#cached.set(target, target.data);
        show(target.data, false);
      } else {
        remove();
        failed(firebaseError('permission-denied') as never);
      }
    };
    const listener = this.#addListener({ live: true, judge: () => this.#later(judge) });
    const remove = this.#listenTo(judge, listener);
    const cached = this.#cached.get(target);
    if (cached !== undefined) void soon().then(() => listener.live && show(cached, true));
    this.#later(judge);
    return remove;
  }

  #addListener(listener: Listener): Listener {
    this.#listeners.add(listener);
    return listener;
  }

  /** Connects the listener to changes on the server until it is disconnected. */
  #listenTo(changed: () => void, listener: Listener): Unsubscribe {
    this.backend.changed.add(changed);
    return () => {
      listener.live = false;
      this.#listeners.delete(listener);
      this.backend.changed.delete(changed);
    };
  }

  #later(run: () => void): void {
    this.clock.setTimeout(run, SNAPSHOT_MS);
  }

  #tokenChanged(): void {
    for (const { judge } of [...this.#listeners]) judge();
    for (const observer of [...this.#observers]) observer(this.#handle());
  }

  #handle(): SignedInUser | null {
    const user = this.#user;
    if (user === null) return null;
    const { uid } = user;
    return {
      profile: { uid, email: `${uid}@example.com`, displayName: null, photoURL: null },
      readToken: async () => {
        const { token } = this.#user?.uid === uid ? this.#user : user;
        const slow = this.slowReads.shift();
        await (slow === undefined ? soon() : this.#delay(slow));
        if (this.tokenRanOut) throw firebaseError('auth/network-request-failed');
        return token;
      },
      exchangeToken: () => this.#exchange(uid),
    };
  }

  async #exchange(uid: string): Promise<void> {
    const { backend } = this;
    backend.underway += 1;
    backend.mostUnderway = Math.max(backend.mostUnderway, backend.underway);
    try {
      await this.#delay(EXCHANGE_MS / 2);
      const token = backend.exchange(uid);
      if (this.hangs) await new Promise(() => {});
      await this.#delay(EXCHANGE_MS / 2);
      if (this.#user?.uid !== uid) return;
      this.tokenRanOut = false;
      this.stored(uid, token);
      const changed = JSON.stringify(token) !== JSON.stringify(this.#user.token);
      this.#user = { uid, token };
      // Auth reports only tokens that differ.
      if (changed) this.#tokenChanged();
    } finally {
      backend.underway -= 1;
    }
  }

  #delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.setTimeout(resolve, ms));
  }
}
