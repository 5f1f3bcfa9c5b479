/** Control characters, what turns the direction of a text around, and halves of surrogate pairs. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u;
/**
 * Whether a text may be stored and shown on one line, in a terminal too: well-formed, without control
 * characters. Firestore answers for an ill-formed text with another one, so that the Admin SDK throws in the
 * middle of a transaction, whose locks stay.
 */
export function isCleanText(text) {
    return !UNFIT.test(text);
}
