import { MAX_UID_LENGTH } from './limits.ts';
import { isCleanText } from './texts.ts';

/**
 * Whether an account can have this id, and a document its name: no slash, which would lead into another
 * document (`users/x/` is `users/x`), not `.` or `..`, not `__…__`, well-formed, at most 128 characters.
 *
 * @example isUid('a/b') // false
 */
export function isUid(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= MAX_UID_LENGTH &&
    /^(?!\.\.?$)(?!__.*__$)[^/]+$/.test(value) &&
    isCleanText(value)
  );
}
