import { type AccessSettings } from '../../core/index.js';
import type { Host } from '../host.js';
/**
 * Turns the switches that hold for everyone: the lockdown, and the moment before which sign-ins are
 * out. For the top role alone, by its document at the moment of the commit, with a token of at most
 * five minutes. Who sets the minimum to now ends their own session with it, and signs in again.
 *
 * Answers the `AccessSettings` that hold now. Errors: `invalid-argument`; `unauthenticated` and
 * `permission-denied` with `RefusalDetails`; `failed-precondition` when the lockdown cannot be lifted
 * without saying what becomes of a minimum that nobody can read or meet.
 */
export declare function settingsCallable(host: Host): import("firebase-functions/https").CallableFunction<unknown, Promise<AccessSettings>, unknown>;
