import * as logger from 'firebase-functions/logger';
export function requestFailed(method, path, error) {
    const { name = 'Error', code = null } = (error ?? {});
    logger.error('api request failed', { method, path, error: { name, code } });
}
export function rateLimited(uid, path) {
    logger.warn('api rate limit reached', { uid, path });
}
