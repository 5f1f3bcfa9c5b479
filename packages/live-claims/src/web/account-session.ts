import { DEFAULT_MARKERS, DEFAULT_SETTINGS } from '../core/names.ts';
import type { Roles } from '../core/roles.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import type { AdditionalClaims } from './additional-claims.ts';
import { minimumOf, planClaims } from './claims-plan.ts';
import {
  type AccountState,
  initialState,
  isBehind,
  isShadowed,
  isUnsettled,
  markerVersion,
  spreadMs,
  tokenVersion,
  withMarker,
  withoutListener,
  withPolled,
  withSettings,
} from './claims-state.ts';
import { type DocumentListener, keepListening } from './document-listener.ts';
import type { Environment } from './environment.ts';
import { LiveClaimsError, type RevokedReason, refreshError, sessionEnd } from './errors.ts';
import type { FirebasePort, SignedInUser, TokenClaims } from './firebase-port.ts';
import type { OpenPolling } from './polling.ts';
import { createPollingSwitch, type PollingSwitch } from './polling-switch.ts';
import { createRefreshLoop, type RefreshLoop } from './refresh-loop.ts';
import { createSyncRequest, type SyncRequest } from './sync-request.ts';
import { createTabCoordinator, type TabCoordinator } from './tab-coordinator.ts';
import { createTimer, type Timer, whenItLasts } from './timing.ts';
import type { FindRetryCondition } from './with-fresh-claims.ts';

/** Attempts after which a refresh is reported as failing, and ends of the listener after which it is reported as lost. */
const FAILING_AFTER = 3;
const LOST_AFTER = 2;

/** For the developer, whom the user cannot help. */
const UNREACHABLE_HINT = 'Do the security rules let the owner read the marker?';

/** How long the snapshot may stay unsettled before it is called stale. */
const UNSETTLED_TIMEOUT_MS = 5_000;

/** Shortest time between two refreshes on nothing but an operation's refusal. */
const GUESS_SPACING_MS = 10_000;

/** What the app gives along, beside Firebase. */
export interface SessionOptions {
  readonly roles: Roles;
  /** The names of the collections, where they are not `userClaims` and `settings`. */
  readonly collections?:
    | { readonly markers?: string | undefined; readonly settings?: string | undefined }
    | undefined;
  readonly additional?: AdditionalClaims | undefined;
  readonly retryCondition: FindRetryCondition;
  readonly requestSync?: (() => Promise<unknown>) | undefined;
  readonly openPolling?: OpenPolling | undefined;
}

/** The callbacks of a session. */
export interface SessionOwner {
  /** Something in the state changed. */
  changed(): void;
  /** What was denied may be allowed now: another token is in use, or marker or access settings changed. */
  retry(isNewToken: boolean): void;
  /** The session is over. */
  revoked(session: AccountSession, reason: RevokedReason): void;
}

/** One account, from sign-in to sign-out. Nothing of it outlives `end()`. */
export class AccountSession {
  state: AccountState;

  readonly #clock: Environment['clock'];
  readonly #warn: Environment['warn'];
  readonly #roles: Roles;
  readonly #owner: SessionOwner;
  readonly #listeners: readonly DocumentListener[];
  readonly #loop: RefreshLoop;
  readonly #tabs: TabCoordinator;
  readonly #nextChange: Timer;
  readonly #unsettled: (lasts: boolean) => void;
  readonly #sync: SyncRequest | undefined;
  readonly #polling: PollingSwitch | undefined;

  #user: SignedInUser;
  #ended = false;
  /** Reads of the token, and the one whose outcome the state has: reads may overtake one another. */
  #reads = 0;
  #readApplied = 0;
  #guessedAt = Number.NEGATIVE_INFINITY;
  /** The token of the last poll. */
  #polledWith: TokenClaims | null = null;

  constructor(
    user: SignedInUser,
    port: FirebasePort,
    environment: Environment,
    { roles, collections, additional, requestSync, openPolling }: SessionOptions,
    owner: SessionOwner,
  ) {
    const { uid } = user.profile;
    this.#user = user;
    this.#clock = environment.clock;
    this.#warn = environment.warn;
    this.#roles = roles;
    this.#owner = owner;
    const offline = environment.window?.navigator.onLine === false;
    this.state = initialState(user.profile, offline, additional);
    this.#tabs = createTabCoordinator(`live-claims/${port.name}/${uid}`, environment);
    this.#nextChange = createTimer(this.#clock, () => this.#set({}));
    this.#unsettled = whenItLasts(this.#clock, UNSETTLED_TIMEOUT_MS, () =>
      this.#set({ timedOut: true }),
    );
    this.#loop = createRefreshLoop(
      {
        isBehind: () => this.#plan().refresh,
        version: () => tokenVersion(this.state),
        goal: () => markerVersion(this.state),
        exchange: (urgent) => {
          const before = tokenVersion(this.state);
          return this.#tabs.withLock(() => this.#exchange(urgent, before));
        },
        waitForOtherTabMs: () => this.#tabs.waitForOtherTabMs(markerVersion(this.state)),
        jitterMs: () => spreadMs(this.state),
        report: (failures, cause) => {
          if (failures >= FAILING_AFTER) this.#set({ refreshError: refreshError(cause) });
          else if (failures === 0 && this.state.refreshError) this.#set({ refreshError: null });
        },
      },
      environment,
    );
    this.#sync =
      requestSync &&
      createSyncRequest(
        requestSync,
        () => {
          // The claims may be others now, under the same marker.
          this.#set({ triedMarker: undefined });
          this.#loop.wake();
        },
        environment,
      );
    this.#polling =
      openPolling &&
      createPollingSwitch(
        () =>
          openPolling(
            uid,
            {
              asks: () => {
                this.#polledWith = this.state.token;
              },
              answered: (access) => this.#set(withPolled(this.state, access)),
              ended: (reason) => {
                // After a new sign-in the answer is about the token of the time before.
                const { token, tokenChanging } = this.state;
                if (this.#polledWith === token && !tokenChanging) owner.revoked(this, reason);
              },
              failed: () => {
                if (this.state.source === 'polling') this.#set({ source: null });
              },
            },
            environment,
          ),
        this.#clock,
      );
    this.#listeners = [
      keepListening(
        port,
        `${collections?.markers ?? DEFAULT_MARKERS}/${uid}`,
        (seen) => this.#set(withMarker(this.state, seen)),
        (times, cause) => this.#markerLost(times, cause),
        environment,
      ),
      // A client that cannot listen to the access settings learns of them by refusals: its claims are not stale.
      keepListening(
        port,
        `${collections?.settings ?? DEFAULT_SETTINGS}/access`,
        (seen) => this.#set(withSettings(this.state, seen)),
        () => {},
        environment,
      ),
    ];
    void this.#readToken();
  }

  get uid(): string {
    return this.state.user.uid;
  }

  /** Auth says that the account's token or profile changed. */
  update(user: SignedInUser): void {
    this.#user = user;
    void this.#readToken();
    this.#set({ user: user.profile });
  }

  /**
   * Gets another token and resolves after one attempt: at once when a challenge asks for it, else only
   * if a newer one is known or likely to exist. `isRefreshed` says whether the token in use is what is
   * needed.
   */
  async refresh(challenged: boolean, isRefreshed: () => boolean): Promise<void> {
    if (!challenged && !isBehind(this.state)) {
      // The edit may have been committed, with its marker not written yet.
      const now = this.#clock.now();
      if (now - this.#guessedAt < GUESS_SPACING_MS) return;
      this.#guessedAt = now;
    }
    await this.#loop.attempt(() => !challenged || isRefreshed());
  }

  /** Conditions have improved: whatever is waiting tries again at once. */
  wake(): void {
    this.#loop.wake();
    for (const listener of this.#listeners) listener.wake();
    this.#polling?.wake();
  }

  setOffline(offline: boolean): void {
    this.#set({ offline });
  }

  end(): void {
    this.#ended = true;
    this.#loop.stop();
    this.#sync?.(null);
    for (const listener of this.#listeners) listener.stop();
    this.#polling?.need(false);
    this.#nextChange.set(null);
    this.#unsettled(false);
    this.#tabs.close();
  }

  #plan() {
    return planClaims(this.state, this.#roles, this.#clock.now());
  }

  /** Takes over the change and carries out what it calls for. */
  #set(change: Partial<AccountState>): void {
    if (this.#ended) return;
    const { marker, settings } = this.state;
    this.state = { ...this.state, ...change };
    const { revoke, nextAt, refresh, sync, polling } = this.#plan();
    if (revoke) {
      this.#owner.revoked(this, revoke);
      return;
    }
    this.#nextChange.set(nextAt);
    const unsettled = isUnsettled(this.state);
    this.#unsettled(unsettled);
    if (!unsettled) this.state = { ...this.state, timedOut: false };
    this.#owner.changed();
    if (refresh) {
      this.#loop.start();
    } else {
      this.#loop.wake();
      const isNews = this.state.marker !== marker || this.state.settings !== settings;
      if (isNews) this.#owner.retry(false);
    }
    // A listener of the app may have ended the session.
    if (this.#ended) return;
    this.#sync?.(sync);
    this.#polling?.need(polling);
  }

  /** Reads the token in use. Reads may overtake one another; the one begun last is used. */
  async #readToken(): Promise<void> {
    const read = ++this.#reads;
    this.state = { ...this.state, tokenChanging: true };
    let token: TokenClaims | null = null;
    try {
      token = await this.#user.readToken();
    } catch (cause) {
      if (this.#endsSession(cause)) return;
    }
    if (this.#ended || read < this.#readApplied) return;
    this.#readApplied = read;
    const tokenChanging = read < this.#reads;
    if (!token) return this.#set({ tokenChanging, tokenLost: true });
    // Progress is a new reason to wait.
    if (token.access.version > tokenVersion(this.state)) this.#unsettled(false);
    this.#owner.retry(true);
    for (const listener of this.#listeners) listener.wake();
    this.#set({ token, tokenChanging, tokenLost: false });
  }

  /** Exchanges the token while no other tab does. `before` is its version before the wait for that. */
  async #exchange(urgent: boolean, before: ClaimsVersion): Promise<boolean> {
    // Another tab has brought one while this one waited for the lock.
    if (tokenVersion(this.state) !== before && !isBehind(this.state)) return true;
    if (!urgent && this.#tabs.waitForOtherTabMs(markerVersion(this.state)) > 0) return false;
    const { marker } = this.state;
    const triedMinimum = minimumOf(this.state);
    try {
      await this.#user.exchangeToken();
    } catch (cause) {
      this.#endsSession(cause);
      throw cause;
    }
    // Read what is in use rather than what the exchange returned (firebase-js-sdk #4175).
    await this.#readToken();
    this.#set({ triedMarker: isShadowed(this.state) ? marker : undefined, triedMinimum });
    if (!this.#ended) this.#tabs.broadcast(tokenVersion(this.state));
    return true;
  }

  /**
   * Whether the error says that the account's session is over, which the owner gets. Also after the
   * session's end: for a disabled account the SDK signs out before it reports why.
   */
  #endsSession(cause: unknown): boolean {
    const reason = sessionEnd(cause);
    if (reason) this.#owner.revoked(this, reason);
    return reason !== undefined;
  }

  #markerLost(times: number, cause: unknown): void {
    const silent = withoutListener(this.state);
    let { listenerError } = silent;
    if (times >= LOST_AFTER && !silent.source) {
      listenerError = new LiveClaimsError('marker-unreachable', cause);
      if (times === LOST_AFTER) {
        this.#warn(`${listenerError.message} ${UNREACHABLE_HINT}`, cause);
      }
    }
    this.#set({ ...silent, listenerError });
  }
}
