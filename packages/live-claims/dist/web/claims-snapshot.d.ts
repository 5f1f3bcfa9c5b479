import { type Roles } from '../core/index.js';
import { type AccountState } from './claims-state.js';
import type { ClaimsSnapshot, ClaimsStatus } from './types.js';
/** A snapshot that says nothing about any account. */
export declare function emptySnapshot(status: ClaimsStatus, rest?: Partial<ClaimsSnapshot>): ClaimsSnapshot;
/** What an account's state means to the app at the time `now`, in milliseconds since the Unix epoch. */
export declare function snapshotOf(state: AccountState, table: Roles, now: number): ClaimsSnapshot;
/**
 * `next`, sharing with `previous` every part that says the same; `previous` itself when all do, so
 * that a comparison by identity sees no change where there is none. Errors are told apart by
 * their code.
 */
export declare function shareUnchanged(previous: ClaimsSnapshot, next: ClaimsSnapshot): ClaimsSnapshot;
