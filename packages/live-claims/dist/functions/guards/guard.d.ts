import type { Firestore } from 'firebase-admin/firestore';
import { type Check, type RefusalDetails, type RoleTable } from '../../core/index.js';
import { type Caller, callerOf, type Requirement } from './check-access.js';
/**
 * Decides whether a caller may go on; null when they may. Asks the documents first, and looks at the
 * time after that: no grant outlives its end while a read takes its time.
 *
 * @throws whatever reading throws: a caller that cannot be checked is not let through.
 */
export type Guard<Permission extends string = string> = (requirement: Requirement<Permission>, caller: Caller) => Promise<RefusalDetails | null>;
/** Fields of a document; null when there is none. */
export type Fields = Readonly<Record<string, unknown>> | null;
/** Reads these documents as they are at one moment, in one round trip, in the order of the paths. */
export type ReadDocuments = (paths: readonly string[]) => Promise<readonly Fields[]>;
/**
 * How old the access settings may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other checks read the settings each time.
 */
export declare const SETTINGS_MAX_AGE_MS = 5000;
/** What a guard can be told. */
export interface GuardOptions {
    /**
     * The checks that ask `settings/access` for a lockdown and the oldest sign-in that counts. The others
     * save that read: `token` then reads nothing at all.
     *
     * @default all of them: a guard, unlike rules, remembers the settings for its cheapest check
     */
    readonly lockdownChecks?: readonly Check[] | undefined;
    /** @default the system's clocks */
    readonly clock?: Clock;
}
/**
 * A guard by the documents of one project.
 *
 * @example
 * const guard = createGuard(roles, readAtOnce(db));
 * const refusal = await guard(requires('posts.publish', { check: 'document' }), caller);
 */
export declare function createGuard<Permission extends string>(roles: RoleTable<string, Permission>, readDocuments: ReadDocuments, { lockdownChecks, clock }?: GuardOptions): Guard<Permission>;
/**
 * `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments).
 *
 * @example createGuard(roles, readAtOnce(getFirestore()));
 */
export declare function readAtOnce(db: Firestore): ReadDocuments;
/** The caller that a request comes from, or why it is refused. */
export type AuthorizationResult = {
    readonly caller: Caller;
} | {
    readonly refusal: RefusalDetails;
};
/**
 * The account that a verified ID token or session cookie stands for, if it can be one of this project.
 *
 * @example const who = identityOf(await auth.verifyIdToken(token));
 */
export declare function identityOf(token: Parameters<typeof callerOf>[0]): AuthorizationResult;
/**
 * Asks the guard about a caller that is known, and logs a refusal; a refusal stays one.
 *
 * @example const result = await authorize(guard, requirement, identityOf(token));
 */
export declare function authorize<Permission extends string>(guard: Guard<Permission>, requirement: Requirement<Permission>, who: AuthorizationResult): Promise<AuthorizationResult>;
/** Two clocks in milliseconds: one that nobody sets, and the time of day. */
export interface Clock {
    /** Only ever grows. Some machines stop it while they sleep. */
    readonly monotonic: () => number;
    /** Since the Unix epoch. Jumps when it is set. */
    readonly wall: () => number;
}
export declare const systemClock: Clock;
/**
 * Remembers what `read` gave, for all callers within `maxAgeMs` of the moment at which that read began. A
 * read that fails is not remembered, and those who wait for it get its error. One that takes longer than
 * `maxAgeMs` is waited for only by those who asked before that.
 *
 * @example const settings = memoizeFor(5000, () => db.doc('settings/access').get());
 */
export declare function memoizeFor<Value>(maxAgeMs: number, read: () => Promise<Value>, clock?: Clock): () => Promise<Value>;
