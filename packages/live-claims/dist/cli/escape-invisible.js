/**
 * What a terminal obeys instead of showing it, or does not show at all: control characters (C0, C1),
 * halves of surrogate pairs, separators of lines, and format characters, those that turn the direction
 * of writing among them. The two joiners stay: scripts and emoji are written with them.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu;
/** The text with everything invisible as `\u{1b}`. */
export function escapeInvisible(text) {
    return text.replace(INVISIBLE, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}
/** JSON without line breaks, with everything invisible as `\u001b`: the same value for whoever parses it. */
export function escapeInJson(json) {
    return json.replace(INVISIBLE, (found) => Array.from({ length: found.length }, (_, at) => {
        const unit = found.charCodeAt(at).toString(16).padStart(4, '0');
        return `\\u${unit}`;
    }).join(''));
}
