import { TEXT_LIMITS } from './limits.ts';

/** Name and picture as a person brings them along, or as they may be stored. */
export interface ProfileTexts {
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/**
 * What of a profile may be stored, by the limits that the security rules set for edits: a name that
 * is too long is cut, a picture's address that is no short `https:` one is dropped.
 */
export function storableProfile({ displayName, photoURL }: ProfileTexts): ProfileTexts {
  const isStorable =
    photoURL !== null &&
    photoURL.length <= TEXT_LIMITS.photoURL &&
    /^https:\/\/\S+$/.test(photoURL);
  return {
    displayName: displayName && cut(displayName, TEXT_LIMITS.displayName),
    photoURL: isStorable ? photoURL : null,
  };
}

/** At most so many UTF-16 units, without half a character at the end. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}
