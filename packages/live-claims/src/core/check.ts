/**
 * What decides about a permission: `token`, the ID token as it is; `marker`, the ID token if it is no older
 * than `userClaims/{uid}` and says the same; `document`, `users/{uid}`. In the rules: `can()`, `canCurrent()`
 * and `canNow()`.
 *
 * @example requires('posts.publish', { check: 'document' });
 */
export type Check = 'token' | 'marker' | 'document';

/**
 * Every check, the cheapest first.
 *
 * @example createGuard(roles, readAtOnce(db), { lockdownChecks: CHECKS });
 */
export const CHECKS: readonly Check[] = ['token', 'marker', 'document'];
