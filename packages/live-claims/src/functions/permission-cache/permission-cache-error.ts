/**
 * Why there is no answer. A closed set. `too-slow`: reading took longer than the cache's lifetime, so
 * that what was read may be older than what the cache promises; ask again. `closed`: it was closed.
 */
export type PermissionCacheErrorCode = 'too-slow' | 'closed';

const MESSAGES: Readonly<Record<PermissionCacheErrorCode, string>> = {
  'too-slow': 'Reading the person’s document took too long. Try again.',
  closed: 'The permission cache is closed. Make a new one.',
};

export class PermissionCacheError extends Error {
  readonly code: PermissionCacheErrorCode;

  constructor(code: PermissionCacheErrorCode) {
    super(MESSAGES[code]);
    this.name = 'PermissionCacheError';
    this.code = code;
  }
}
