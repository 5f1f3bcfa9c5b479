import * as logger from 'firebase-functions/logger';
/** Refusals of everyday life, answered by a refresh or a sign-in. */
const ORDINARY = new Set([
    'signed-out',
    'token-stale',
    'token-too-old',
]);
/** @param uid null when nobody knows who it was. */
export function accessRefused(uid, { permission, strength }, { reason }) {
    const write = ORDINARY.has(reason) ? logger.debug : logger.warn;
    write('access refused', { uid, reason, permission, strength });
}
