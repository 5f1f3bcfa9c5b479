import {
  ACCESS_SETTINGS_PATH,
  type Me,
  markerPath,
  type RoleTable,
  timestampAt,
} from '../core/index.ts';
import { minimumOf } from './access-now.ts';
import { type Alarm, createAlarm } from './alarm.ts';
import { refreshFailure, sessionEnd } from './auth-errors.ts';
import { planFor } from './claims-plan.ts';
import {
  type AccountState,
  goalOf,
  initialState,
  isBehind,
  isShadowed,
  isUnsettled,
  leewayOf,
  seeMarker,
  seeSettings,
  unheard,
  versionOf,
} from './claims-state.ts';
import { keepListening } from './document-listener.ts';
import type { Environment } from './environment.ts';
import type { FirebasePort, SignedInUser, TokenClaims } from './firebase-port.ts';
import { LiveClaimsError } from './live-claims-error.ts';
import type { OpenMeFallback } from './me-fallback.ts';
import { createRefreshLoop } from './refresh-loop.ts';
import { createSyncRequest } from './sync-request.ts';
import { joinTabs } from './tab-lock.ts';
import type { ClaimsUser, RevokedReason } from './types.ts';

/** Attempts after which a refresh counts as failing, and ends of the listener after which it counts as lost. */
const FAILING_AFTER = 3;
const LOST_AFTER = 2;

/** Not for the person, but for whoever sets the app up. */
const UNREACHABLE_HINT = 'Do the security rules let the owner read userClaims/{uid}?';

/** How long the snapshot may stay unsettled before it is called stale. */
const PATIENCE_MS = 5_000;

/** Shortest time between two refreshes on nothing but an operation's refusal. */
const GUESS_SPACING_MS = 10_000;

/** What the app gives along, beside Firebase. */
export interface SessionOptions {
  readonly roles: RoleTable;
  readonly requestSync?: (() => Promise<unknown>) | undefined;
  readonly fallback?: OpenMeFallback | undefined;
}

/** What a session tells its owner. */
export interface SessionOwner {
  /** Something in the state changed. */
  changed(): void;
  /** The token in use is another one. Comes before `changed`. */
  tokenChanged(): void;
  /** Marker or settings say something else, and no new token is to be expected. Comes after `changed`. */
  documentsChanged(): void;
  /** The session is over. */
  revoked(session: AccountSession, reason: RevokedReason): void;
}

/** One account's stay. Nothing of it outlives `end()`. */
export interface AccountSession {
  readonly uid: string;
  readonly state: AccountState;
  /** Auth says that the account's token or profile changed. */
  update(user: SignedInUser): void;
  /**
   * Gets another token and resolves after one attempt: at once when a challenge has `asked` for it,
   * else only if a newer one is known or likely to exist. `helped` says whether the token in use is
   * what is needed.
   */
  renew(asked: boolean, helped: () => boolean): Promise<void>;
  /** Conditions have improved: whatever is waiting tries again at once. */
  wake(): void;
  setOffline(offline: boolean): void;
  end(): void;
}

export function openSession(
  first: SignedInUser,
  port: FirebasePort,
  environment: Environment,
  { roles, requestSync, fallback: openFallback }: SessionOptions,
  owner: SessionOwner,
): AccountSession {
  const { clock } = environment;
  const { uid } = first;
  let user = first;
  let state = initialState(profileOf(first), environment.window?.navigator.onLine === false);
  let ended = false;
  let reads = 0;
  let readApplied = 0;
  let patience: unknown = null;
  let askedWith: TokenClaims | null = null;
  let guessedAt = Number.NEGATIVE_INFINITY;

  /** Takes over the change and carries out what it calls for. */
  function set(change: Partial<AccountState>): void {
    if (ended) return;
    const before = state;
    state = { ...state, ...change };
    const plan = planFor(state, roles, clock.now());
    if (plan.revoke !== null) {
      owner.revoked(session, plan.revoke);
      return;
    }
    turn.set(plan.lookAgainAt);
    watchPatience();
    owner.changed();
    if (plan.refresh) {
      loop.start();
    } else {
      loop.wake();
      const isNews = state.marker !== before.marker || state.settings !== before.settings;
      if (isNews) owner.documentsChanged();
    }
    if (ended) return;
    sync?.want(plan.sync);
    fallback?.need(plan.fallback);
  }

  function watchPatience(): void {
    if (!isUnsettled(state)) {
      stopPatience();
      state = { ...state, overdue: false };
    } else if (patience === null && !state.overdue) {
      patience = clock.setTimeout(() => set({ overdue: true }), PATIENCE_MS);
    }
  }

  function stopPatience(): void {
    clock.clearTimeout(patience);
    patience = null;
  }

  /** Reads the token in use. Reads may overtake one another; the one begun last counts. */
  async function readToken(): Promise<void> {
    const read = ++reads;
    state = { ...state, tokenChanging: true };
    let token: TokenClaims | null = null;
    try {
      token = await user.readToken();
    } catch (cause) {
      if (endsSession(cause)) return;
    }
    if (ended || read < readApplied) return;
    readApplied = read;
    const tokenChanging = read < reads;
    if (token === null) return set({ tokenChanging, tokenLost: true });
    // Progress is a new reason to wait.
    if (token.access.version > versionOf(state)) stopPatience();
    state = { ...state, token, tokenChanging, tokenLost: false };
    owner.tokenChanged();
    marker.wake();
    settings.wake();
    set({});
  }

  /**
   * Whether the error says that the account's session is over; the owner is told. Also after the
   * session's end: for a disabled account the SDK signs out before it reports why.
   */
  function endsSession(cause: unknown): boolean {
    const reason = sessionEnd(cause);
    if (reason !== null) owner.revoked(session, reason);
    return reason !== null;
  }

  const tabs = joinTabs(`live-claims/${port.name}/${uid}`, environment);

  async function exchange(urgent: boolean): Promise<'done' | 'deferred'> {
    const before = versionOf(state);
    return tabs.takeTurn(async () => {
      const brought = versionOf(state) !== before && !isBehind(state);
      if (brought) return 'done';
      if (!urgent && tabs.holdBack(goalOf(state)) > 0) return 'deferred';
      const { marker: tried } = state;
      const triedMinimum = minimumOf(state);
      try {
        await user.exchangeToken();
      } catch (cause) {
        endsSession(cause);
        throw cause;
      }
      // Read what is in use rather than what the exchange returned (firebase-js-sdk #4175).
      await readToken();
      set({ tried: isShadowed(state) ? tried : undefined, triedMinimum });
      if (!ended) tabs.announce(versionOf(state));
      return 'done';
    });
  }

  const loop = createRefreshLoop(
    {
      isBehind: () => planFor(state, roles, clock.now()).refresh,
      version: () => versionOf(state),
      goal: () => goalOf(state),
      exchange,
      holdBack: () => tabs.holdBack(goalOf(state)),
      leeway: () => leewayOf(state),
      failed: (failures, cause) => {
        if (failures >= FAILING_AFTER) set({ failure: refreshFailure(cause) });
      },
      reached: () => {
        if (state.failure !== null) set({ failure: null });
      },
    },
    environment,
  );

  const synced = () => {
    // The claims may be others now, under the same marker.
    set({ tried: undefined });
    loop.wake();
  };
  const sync = requestSync && createSyncRequest(requestSync, synced, environment);
  const turn: Alarm = createAlarm(clock, () => set({}));
  const fallback = openFallback?.(
    uid,
    {
      asks() {
        askedWith = state.token;
      },
      answered: (me) => set(seeMe(state, me)),
      ended(reason) {
        // Who has signed in anew meanwhile was asked about with the token of the time before.
        if (askedWith === state.token && !state.tokenChanging) owner.revoked(session, reason);
      },
      failed() {
        if (state.voucher === 'fallback') set({ voucher: null });
      },
    },
    environment,
  );

  const session: AccountSession = {
    uid,
    get state() {
      return state;
    },
    update(changed) {
      user = changed;
      void readToken();
      set({ user: profileOf(changed) });
    },
    async renew(asked, helped) {
      if (!asked && !isBehind(state)) {
        // The edit may have been committed and its marker be still on its way.
        if (clock.now() - guessedAt < GUESS_SPACING_MS) return;
        guessedAt = clock.now();
      }
      await loop.attempt(() => !asked || helped());
    },
    wake() {
      loop.wake();
      marker.wake();
      settings.wake();
      fallback?.wake();
    },
    setOffline: (offline) => set({ offline }),
    end() {
      ended = true;
      loop.stop();
      sync?.stop();
      marker.stop();
      settings.stop();
      fallback?.need(false);
      turn.set(null);
      stopPatience();
      tabs.close();
    },
  };

  const marker = keepListening(
    (next, failed) => port.listenToDocument(markerPath(uid), next, failed),
    (seen) => set(seeMarker(state, seen)),
    (times, cause) => {
      const silent = unheard(state);
      const lost = times >= LOST_AFTER && silent.voucher === null;
      if (!lost) return set(silent);
      const trouble = new LiveClaimsError('marker-unreachable', cause);
      if (times === LOST_AFTER) environment.warn(`${trouble.message} ${UNREACHABLE_HINT}`, cause);
      set({ ...silent, trouble });
    },
    environment,
  );
  // Whoever cannot hear the switches is told of them by refusals: that makes no claims stale.
  const settings = keepListening(
    (next, failed) => port.listenToDocument(ACCESS_SETTINGS_PATH, next, failed),
    (seen) => set(seeSettings(state, seen)),
    () => {},
    environment,
  );
  void readToken();
  return session;
}

function profileOf({ uid, email, displayName, photoURL }: ClaimsUser): ClaimsUser {
  return { uid, email, displayName, photoURL };
}

/** The state after the server has answered instead of the listener. */
function seeMe(state: AccountState, { marker, settings }: Me): AccountState {
  const { lockdown, minimumAuthTime: seconds } = settings;
  const minimumAuthTime = seconds === null ? null : timestampAt(seconds);
  const heard = seeMarker(state, { data: marker ?? undefined, fromCache: false }, 'fallback');
  return seeSettings(heard, { data: { lockdown, minimumAuthTime }, fromCache: false });
}
