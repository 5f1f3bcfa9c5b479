import { type RefusalDetails } from '../core/index.js';
/** What is known of the token that an operation ran with. */
export interface TokenInfo {
    readonly uid: string;
    readonly version: number;
    /** Whole seconds since the Unix epoch. */
    readonly issuedAt: number;
}
/** When it is worth running a refused operation again. */
export interface RetryCondition {
    /** Whether a token is what is needed. */
    readonly isMet: (token: TokenInfo) => boolean;
    /** The server has asked for a newer token by a challenge; else the need is a guess. */
    readonly challenged: boolean;
}
/**
 * Runs the operation; when it is refused for a reason that a newer token helps against, and `refresh`
 * says that the same account now has one, runs it once more. Otherwise the first outcome stands.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function withFreshClaims<Result>(operation: () => Promise<Result>, tokenInfo: () => TokenInfo | null, refresh: (since: TokenInfo, condition: RetryCondition) => Promise<boolean>, now: () => number): Promise<Result>;
/**
 * What a refusal says of itself: a callable's `details`, or an HTTP answer's challenge or JSON body.
 * Null when it says nothing that can be read, as with Firestore's `permission-denied`. An answer's
 * body is read from a copy and stays for the caller.
 *
 * @param refused an error, perhaps with a `response`, or a fetch `Response`.
 */
export declare function readRefusal(refused: unknown): Promise<RefusalDetails | null>;
