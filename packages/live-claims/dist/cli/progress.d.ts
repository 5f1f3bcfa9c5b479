export interface Progress {
    /**
     * Shows one line for `work` while it runs, then what became of it (✔, ✗ or, for an error whose
     * `code` is `interrupted`, ■) and how long it took. Comes back with what `work` comes back with; what it
     * throws goes on.
     */
    readonly step: <T>(title: string, work: (say: (detail: string) => void) => Promise<T>) => Promise<T>;
}
export interface ProgressOptions {
    readonly stream?: NodeJS.WriteStream;
    /** Whether the line may change in place; a terminal does that, a file and a log do not. */
    readonly animated?: boolean;
    /** Milliseconds on a clock that only goes forward. */
    readonly now?: () => number;
}
export declare function createProgress(options?: ProgressOptions): Progress;
