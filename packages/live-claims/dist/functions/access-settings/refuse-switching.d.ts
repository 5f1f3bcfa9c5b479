import { type RefusalDetails, type RoleTable } from '../../core/index.js';
import { type AccessFacts, type Caller } from '../guards/check-access.js';
/**
 * How old a token may be that turns the switches, in seconds: who holds a stolen one has no more
 * than that. The same figure as `tokenIsYoung()` in the security rules.
 */
export declare const MAX_SWITCHING_TOKEN_AGE = 300;
/**
 * Decides whether somebody may turn the switches; null when they may. Only the top role may, by
 * `users/{uid}` at this moment, and the switches hold for it too: a sign-in from before the minimum
 * does not undo it.
 *
 * @param facts what the documents say in the transaction that turns them.
 * @param now in milliseconds since the Unix epoch.
 */
export declare function refuseSwitching(roles: RoleTable, caller: Caller, facts: Pick<AccessFacts, 'settings' | 'user'>, now: number): RefusalDetails | null;
