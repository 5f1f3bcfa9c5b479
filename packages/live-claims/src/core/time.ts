/**
 * Whole seconds: since the Unix epoch, or of a span. What Firebase Auth and tokens count in. Any number is one by
 * type, but none that is called milliseconds.
 *
 * @example const end: Seconds = secondsOf(Date.now());
 */
export type Seconds = number & { readonly unit?: 'seconds' };

/**
 * Milliseconds: since the Unix epoch, or of a span. What JavaScript and callables count in.
 *
 * @example const now: Milliseconds = Date.now();
 */
export type Milliseconds = number & { readonly unit?: 'milliseconds' };

/**
 * Whole seconds, rounded down as Firebase Auth does.
 *
 * @example secondsOf(1_700_000_000_999) // 1_700_000_000
 */
export const secondsOf = (milliseconds: Milliseconds): Seconds => Math.floor(milliseconds / 1000);

/** @example millisecondsOf(1_700_000_000) // 1_700_000_000_000 */
export const millisecondsOf = (seconds: Seconds): Milliseconds => seconds * 1000;
