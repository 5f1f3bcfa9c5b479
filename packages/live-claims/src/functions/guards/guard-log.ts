import * as logger from 'firebase-functions/logger';
import type { AccessRefusal, RefusalDetails } from '../../core/index.ts';
import type { Requirement } from './check-access.ts';

/** Refusals of everyday life, answered by a refresh or a sign-in. */
const ORDINARY: ReadonlySet<AccessRefusal> = new Set([
  'signed-out',
  'token-stale',
  'token-too-old',
]);

/** @param uid null when nobody knows who it was. */
export function accessRefused(
  uid: string | null,
  { permission, strength }: Requirement,
  { reason }: RefusalDetails,
): void {
  const write = ORDINARY.has(reason) ? logger.debug : logger.warn;
  write('access refused', { uid, reason, permission, strength });
}
