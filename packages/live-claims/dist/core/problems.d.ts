/** Why a `users/{uid}` document could not become claims. A closed set; admins see the message. */
export declare const PROBLEM_CODES: readonly ['wrong-type', 'stray-blank', 'unknown-role', 'misnamed-field', 'in-the-future', 'no-such-account', 'claims-too-large', 'reserved-claim'];
export type ProblemCode = (typeof PROBLEM_CODES)[number];
/** Stored on the marker, so that whoever made the edit can read what is wrong with it. */
export interface Problem {
    readonly code: ProblemCode;
    /** One sentence for the admin: what is wrong and what to do. */
    readonly message: string;
    /** The document field or claim at fault. */
    readonly field?: string | undefined;
    /** The offending value as JSON, shortened. */
    readonly value?: string | undefined;
}
/** A problem in unknown data. Its code may be one of a later release. */
export declare function isProblem(value: unknown): value is Problem;
/**
 * A value as it may be shown and stored in a problem: JSON, at most 80 characters, well-formed. What
 * cannot be seen is written as its code: a zero-width space as `\\u{200b}`.
 */
export declare function showValue(value: unknown): string;
