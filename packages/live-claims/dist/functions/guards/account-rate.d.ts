/** How often an account may ask in a span of seconds that begins with its first time. */
export interface Rate {
    readonly times: number;
    readonly seconds: number;
}
export declare const TOO_OFTEN = "That was too often. Try again in a moment.";
/**
 * Counts what each account asks. Every instance counts for itself, in memory: with `maxInstances` of
 * `options.ts` an account can get ten times as much. It bounds what one client costs; it is no
 * defence against many accounts.
 *
 * @returns whether the account may go on: null, or for how many milliseconds it may not.
 */
export declare function accountRate({ times, seconds }: Rate): (uid: string) => Promise<number | null>;
