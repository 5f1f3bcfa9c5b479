import type { FirestoreError } from 'firebase/firestore';
import type { Environment } from './environment.js';
import type { ListenOptions, WatchedSnapshot } from './firebase-port.js';
import type { ClaimsStatus, Unsubscribe, WatchObserver } from './types.js';
export type Listen<Snapshot> = (options: ListenOptions, next: (snapshot: Snapshot) => void, failed: (cause: FirestoreError) => void) => Unsubscribe;
export interface Watch {
    /** This account is signed in now; null for none. */
    account(uid: string | null): void;
    /** The snapshot's status may have changed. */
    statusChanged(): void;
    /** Conditions have improved, in particular when the token in use is another one: a dead listener tries again. */
    retry(isNewToken: boolean): void;
    /** Ends it without a word to the observer. */
    stop(): void;
}
/**
 * Keeps one listener alive for as long as access lasts. The SDK itself carries a living listener
 * over a token change; a denied one is dead for good and is replaced here with every new token.
 *
 * After a denial the cache may still hold what the user must no longer see, and Firestore would
 * show that first. So the replacement listens unseen until the server has answered (`probe`), and
 * only then the observer is attached, to the same target and hence without another query.
 */
export declare function startWatch<Snapshot extends WatchedSnapshot>(listen: Listen<Snapshot>, observer: WatchObserver<Snapshot>, status: () => ClaimsStatus, ended: () => void, { clock }: Pick<Environment, 'clock'>): Watch;
