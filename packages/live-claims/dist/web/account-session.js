import { ACCESS_SETTINGS_PATH, markerPath } from '../core/index.js';
import { minimumOf, planFor } from './claims-plan.js';
import { initialState, isBehind, isShadowed, isUnsettled, markerVersion, spreadMs, tokenVersion, withMarker, withoutListener, withPolled, withSettings, } from './claims-state.js';
import { keepListening } from './document-listener.js';
import { LiveClaimsError, refreshError, sessionEnd } from './errors.js';
import { createRefreshLoop } from './refresh-loop.js';
import { createSyncRequest } from './sync-request.js';
import { createTabCoordinator } from './tab-coordinator.js';
import { createTimer } from './timing.js';
/** Attempts after which a refresh counts as failing, and ends of the listener after which it counts as lost. */
const FAILING_AFTER = 3;
const LOST_AFTER = 2;
/** For the developer, whom the user cannot help. */
const UNREACHABLE_HINT = 'Do the security rules let the owner read userClaims/{uid}?';
/** How long the snapshot may stay unsettled before it is called stale. */
const UNSETTLED_TIMEOUT_MS = 5_000;
/** Shortest time between two refreshes on nothing but an operation's refusal. */
const GUESS_SPACING_MS = 10_000;
/** How long the listener may be without the server's word before the client polls. */
const POLLING_GRACE_MS = 5_000;
/** One account, from sign-in to sign-out. Nothing of it outlives `end()`. */
export class AccountSession {
    state;
    #environment;
    #roles;
    #owner;
    #listeners;
    #loop;
    #tabs;
    #nextChange;
    #sync;
    #openPolling;
    #user;
    #ended = false;
    /** Reads of the token, and the one whose outcome the state has: reads may overtake one another. */
    #reads = 0;
    #readApplied = 0;
    #timeout = null;
    #guessedAt = Number.NEGATIVE_INFINITY;
    #polling = null;
    #pollingNeeded = false;
    #pollingTimer;
    /** The token that the last poll was asked with. */
    #polledWith = null;
    constructor(user, port, environment, { roles, requestSync, openPolling }, owner) {
        const { uid } = user.profile;
        this.#user = user;
        this.#environment = environment;
        this.#roles = roles;
        this.#owner = owner;
        this.state = initialState(user.profile, environment.window?.navigator.onLine === false);
        this.#tabs = createTabCoordinator(`live-claims/${port.name}/${uid}`, environment);
        this.#nextChange = createTimer(environment.clock, () => this.#set({}));
        this.#loop = createRefreshLoop({
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
                if (failures >= FAILING_AFTER)
                    this.#set({ refreshError: refreshError(cause) });
                else if (failures === 0 && this.state.refreshError)
                    this.#set({ refreshError: null });
            },
        }, environment);
        this.#sync =
            requestSync &&
                createSyncRequest(requestSync, () => {
                    // The claims may be others now, under the same marker.
                    this.#set({ triedMarker: undefined });
                    this.#loop.wake();
                }, environment);
        this.#openPolling =
            openPolling &&
                (() => openPolling(uid, {
                    asks: () => {
                        this.#polledWith = this.state.token;
                    },
                    answered: (access) => this.#set(withPolled(this.state, access)),
                    ended: (reason) => {
                        // After a new sign-in the answer is about the token of the time before.
                        const { token, tokenChanging } = this.state;
                        if (this.#polledWith === token && !tokenChanging)
                            owner.revoked(this, reason);
                    },
                    failed: () => {
                        if (this.state.source === 'polling')
                            this.#set({ source: null });
                    },
                }, environment));
        this.#listeners = [
            keepListening((next, failed) => port.listenToDocument(markerPath(uid), next, failed), (seen) => this.#set(withMarker(this.state, seen)), (times, cause) => this.#markerLost(times, cause), environment),
            // A client that cannot hear the access settings is told of them by refusals: its claims are not stale.
            keepListening((next, failed) => port.listenToDocument(ACCESS_SETTINGS_PATH, next, failed), (seen) => this.#set(withSettings(this.state, seen)), () => { }, environment),
        ];
        void this.#readToken();
    }
    get uid() {
        return this.state.user.uid;
    }
    /** Auth says that the account's token or profile changed. */
    update(user) {
        this.#user = user;
        void this.#readToken();
        this.#set({ user: user.profile });
    }
    /**
     * Gets another token and resolves after one attempt: at once when a challenge asks for it, else only
     * if a newer one is known or likely to exist. `isRefreshed` says whether the token in use is what is
     * needed.
     */
    async refresh(challenged, isRefreshed) {
        if (!challenged && !isBehind(this.state)) {
            // The edit may have been committed and its marker be still on its way.
            const now = this.#environment.clock.now();
            if (now - this.#guessedAt < GUESS_SPACING_MS)
                return;
            this.#guessedAt = now;
        }
        await this.#loop.attempt(() => !challenged || isRefreshed());
    }
    /** Conditions have improved: whatever is waiting tries again at once. */
    wake() {
        this.#loop.wake();
        for (const listener of this.#listeners)
            listener.wake();
        this.#polling?.wake();
    }
    setOffline(offline) {
        this.#set({ offline });
    }
    end() {
        this.#ended = true;
        this.#loop.stop();
        this.#sync?.(null);
        for (const listener of this.#listeners)
            listener.stop();
        this.#poll(false);
        this.#nextChange.set(null);
        this.#stopTimeout();
        this.#tabs.close();
    }
    #plan() {
        return planFor(this.state, this.#roles, this.#environment.clock.now());
    }
    /** Takes over the change and carries out what it calls for. */
    #set(change) {
        if (this.#ended)
            return;
        const { marker, settings } = this.state;
        this.state = { ...this.state, ...change };
        const { revoke, nextAt, refresh, sync, polling } = this.#plan();
        if (revoke) {
            this.#owner.revoked(this, revoke);
            return;
        }
        this.#nextChange.set(nextAt);
        this.#watchTimeout();
        this.#owner.changed();
        if (refresh) {
            this.#loop.start();
        }
        else {
            this.#loop.wake();
            const isNews = this.state.marker !== marker || this.state.settings !== settings;
            if (isNews)
                this.#owner.retry(false);
        }
        // A listener of the app may have ended the session.
        if (this.#ended)
            return;
        this.#sync?.(sync);
        if (this.#openPolling)
            this.#poll(polling);
    }
    #watchTimeout() {
        if (!isUnsettled(this.state)) {
            this.#stopTimeout();
            this.state = { ...this.state, timedOut: false };
        }
        else if (this.#timeout === null && !this.state.timedOut) {
            const { clock } = this.#environment;
            this.#timeout = clock.setTimeout(() => this.#set({ timedOut: true }), UNSETTLED_TIMEOUT_MS);
        }
    }
    #stopTimeout() {
        this.#environment.clock.clearTimeout(this.#timeout);
        this.#timeout = null;
    }
    /** Reads the token in use. Reads may overtake one another; the one begun last counts. */
    async #readToken() {
        const read = ++this.#reads;
        this.state = { ...this.state, tokenChanging: true };
        let token = null;
        try {
            token = await this.#user.readToken();
        }
        catch (cause) {
            if (this.#endsSession(cause))
                return;
        }
        if (this.#ended || read < this.#readApplied)
            return;
        this.#readApplied = read;
        const tokenChanging = read < this.#reads;
        if (!token)
            return this.#set({ tokenChanging, tokenLost: true });
        // Progress is a new reason to wait.
        if (token.access.version > tokenVersion(this.state))
            this.#stopTimeout();
        this.state = { ...this.state, token, tokenChanging, tokenLost: false };
        this.#owner.retry(true);
        for (const listener of this.#listeners)
            listener.wake();
        this.#set({});
    }
    /** Exchanges the token while no other tab does. `before` is its version before the wait for that. */
    async #exchange(urgent, before) {
        // Another tab has brought one while this one waited for the lock.
        if (tokenVersion(this.state) !== before && !isBehind(this.state))
            return 'done';
        if (!urgent && this.#tabs.waitForOtherTabMs(markerVersion(this.state)) > 0)
            return 'deferred';
        const { marker } = this.state;
        const triedMinimum = minimumOf(this.state);
        try {
            await this.#user.exchangeToken();
        }
        catch (cause) {
            this.#endsSession(cause);
            throw cause;
        }
        // Read what is in use rather than what the exchange returned (firebase-js-sdk #4175).
        await this.#readToken();
        this.#set({ triedMarker: isShadowed(this.state) ? marker : undefined, triedMinimum });
        if (!this.#ended)
            this.#tabs.broadcast(tokenVersion(this.state));
        return 'done';
    }
    /**
     * Whether the error says that the account's session is over; the owner is told. Also after the
     * session's end: for a disabled account the SDK signs out before it reports why.
     */
    #endsSession(cause) {
        const reason = sessionEnd(cause);
        if (reason)
            this.#owner.revoked(this, reason);
        return reason !== undefined;
    }
    #markerLost(times, cause) {
        const silent = withoutListener(this.state);
        let { listenerError } = silent;
        if (times >= LOST_AFTER && !silent.source) {
            listenerError = new LiveClaimsError('marker-unreachable', cause);
            if (times === LOST_AFTER) {
                this.#environment.warn(`${listenerError.message} ${UNREACHABLE_HINT}`, cause);
            }
        }
        this.#set({ ...silent, listenerError });
    }
    /** Polls for as long as it is needed, after some time for the listener to come back. */
    #poll(isNeeded) {
        if (isNeeded === this.#pollingNeeded)
            return;
        this.#pollingNeeded = isNeeded;
        this.#environment.clock.clearTimeout(this.#pollingTimer);
        this.#polling?.stop();
        if (isNeeded)
            this.#pollLater();
    }
    #pollLater() {
        this.#pollingTimer = this.#environment.clock.setTimeout(async () => {
            try {
                this.#polling ??= (await this.#openPolling?.()) ?? null;
                if (this.#pollingNeeded)
                    this.#polling?.start();
            }
            catch {
                // The module could not be loaded.
                if (this.#pollingNeeded)
                    this.#pollLater();
            }
        }, POLLING_GRACE_MS);
    }
}
