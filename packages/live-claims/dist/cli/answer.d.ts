import type { AdminError, ExitCode } from './admin-error.js';
import type { Paint } from './terminal.js';
/** What a command came to: the same for a person, for a program and for the shell. */
export interface Answer {
    readonly exitCode: ExitCode;
    /** For `--json`: plain values only. */
    readonly json: Readonly<Record<string, unknown>>;
    /** For a person, line by line. */
    readonly text: (paint: Paint) => readonly string[];
}
/** A failure as a person reads it. */
export declare function failureText({ code, message, next }: AdminError, paint: Paint): readonly string[];
/** A failure as a program reads it. */
export declare function failureJson({ code, message, next }: AdminError): Answer['json'];
