import { TEXT_LIMITS } from './limits.ts';

/**
 * Name and picture, from a sign-in provider or as they may be stored.
 *
 * @example const texts: ProfileTexts = { displayName: 'Ada', photoURL: null };
 */
export interface ProfileTexts {
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/**
 * The parts of a profile that may be stored, by `TEXT_LIMITS`: a name
 * loses invisible characters and direction marks, and is cut where it is too long; a picture's address
 * that is not a short `https:` one is dropped.
 *
 * @example
 * storableProfile({ displayName: 'Ada\n', photoURL: 'javascript:x' }) // { displayName: 'Ada', photoURL: null }
 */
export function storableProfile({ displayName, photoURL }: ProfileTexts): ProfileTexts {
  const isStorable =
    photoURL !== null &&
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
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}
