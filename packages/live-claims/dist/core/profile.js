import { TEXT_LIMITS } from './limits.js';
/**
 * What of a profile may be stored, by the limits that the security rules set for edits: a name loses
 * what nobody sees in it and what turns the direction of the text around it, and is cut where it is
 * too long; a picture's address that is no short `https:` one is dropped.
 */
export function storableProfile({ displayName, photoURL }) {
    const isStorable = photoURL !== null &&
        photoURL.length <= TEXT_LIMITS.photoURL &&
        /^https:\/\/\S+$/.test(photoURL);
    return {
        displayName: displayName && cut(displayName.replace(NOT_IN_NAMES, ''), TEXT_LIMITS.displayName),
        photoURL: isStorable ? photoURL : null,
    };
}
/** Control characters, halves of characters, line breaks, and marks of direction (Unicode, UAX #9). */
const NOT_IN_NAMES = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** At most so many UTF-16 units, without half a character at the end. */
function cut(text, limit) {
    return text.length <= limit ? text : text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}
