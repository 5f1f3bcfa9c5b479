/**
 * What the command's exit code says. A closed set, so that scripts can tell the cases apart; the
 * last two are what `sysexits.h` and shells use for them.
 */
export declare const EXIT_CODES: {
    readonly done: 0;
    /** It ran to its end, and found or left something that needs attention. */
    readonly attention: 1;
    readonly usage: 2;
    readonly notFound: 3;
    readonly refused: 4;
    readonly unreachable: 5;
    readonly defect: 70;
    readonly interrupted: 130;
};
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
/** Every way in which a command is known to fail, and the exit code that goes with it. */
declare const FAILURES: {
    readonly usage: 2;
    readonly 'mixed-target': 2;
    readonly 'no-such-person': 3;
    readonly 'no-such-job': 3;
    readonly 'no-such-invite': 3;
    readonly 'last-owner': 4;
    readonly 'cannot-apply': 4;
    readonly 'unverified-address': 4;
    readonly 'changed-meanwhile': 4;
    readonly 'not-confirmed': 4;
    readonly 'job-is-over': 4;
    readonly 'no-stack': 5;
    readonly 'no-queue': 5;
    readonly 'no-credentials': 5;
    readonly 'not-allowed': 5;
    readonly 'not-set-up': 5;
    readonly 'too-much': 5;
    readonly unreachable: 5;
    readonly interrupted: 130;
};
export type AdminErrorCode = keyof typeof FAILURES;
export interface AdminErrorOptions extends ErrorOptions {
    /** What the operator does next, in one or two sentences. */
    readonly next: string;
}
/** A failure that we expect and can explain: the operator reads it, never a stack trace. */
export declare class AdminError extends Error {
    readonly name = "AdminError";
    readonly code: AdminErrorCode;
    readonly next: string;
    constructor(code: AdminErrorCode, message: string, options: AdminErrorOptions);
    get exitCode(): ExitCode;
}
export {};
