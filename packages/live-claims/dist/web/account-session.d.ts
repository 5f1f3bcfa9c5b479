import { type Roles } from '../core/index.js';
import { type AccountState } from './claims-state.js';
import type { Environment } from './environment.js';
import { type RevokedReason } from './errors.js';
import type { FirebasePort, SignedInUser } from './firebase-port.js';
import type { OpenPolling } from './polling.js';
/** What the app gives along, beside Firebase. */
export interface SessionOptions {
    readonly roles: Roles;
    readonly requestSync?: (() => Promise<unknown>) | undefined;
    readonly openPolling?: OpenPolling | undefined;
}
/** What a session tells its owner. */
export interface SessionOwner {
    /** Something in the state changed. */
    changed(): void;
    /** What was denied may be allowed now: another token is in use, or marker or access settings changed. */
    retry(isNewToken: boolean): void;
    /** The session is over. */
    revoked(session: AccountSession, reason: RevokedReason): void;
}
/** One account, from sign-in to sign-out. Nothing of it outlives `end()`. */
export declare class AccountSession {
    #private;
    state: AccountState;
    constructor(user: SignedInUser, port: FirebasePort, environment: Environment, { roles, requestSync, openPolling }: SessionOptions, owner: SessionOwner);
    get uid(): string;
    /** Auth says that the account's token or profile changed. */
    update(user: SignedInUser): void;
    /**
     * Gets another token and resolves after one attempt: at once when a challenge asks for it, else only
     * if a newer one is known or likely to exist. `isRefreshed` says whether the token in use is what is
     * needed.
     */
    refresh(challenged: boolean, isRefreshed: () => boolean): Promise<void>;
    /** Conditions have improved: whatever is waiting tries again at once. */
    wake(): void;
    setOffline(offline: boolean): void;
    end(): void;
}
