/** Control characters, direction marks, and halves of surrogate pairs. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u;

/**
 * Whether a text may be stored and shown on one line, in a terminal too: well-formed, without control
 * characters. Firestore returns an ill-formed text changed, which makes the Admin SDK throw in the
 * middle of a transaction, whose locks then stay.
 *
 * @example isCleanText('a\u202eb') // false
 */
export function isCleanText(text: string): boolean {
  return !UNFIT.test(text);
}
