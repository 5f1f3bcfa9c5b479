/**
 * Why there is no answer. A closed set. `too-slow`: reading took longer than the cache's lifetime, so
 * that what was read may be older than what the cache promises; ask again. `closed`: it was closed.
 */
export type PermissionCacheErrorCode = 'too-slow' | 'closed';
export declare class PermissionCacheError extends Error {
    readonly code: PermissionCacheErrorCode;
    constructor(code: PermissionCacheErrorCode);
}
