import * as logger from 'firebase-functions/logger';

export function requestFailed(method: string, path: string, error: unknown): void {
  const { name = 'Error', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  logger.error('api request failed', { method, path, error: { name, code } });
}

export function rateLimited(uid: string, path: string): void {
  logger.warn('api rate limit reached', { uid, path });
}
