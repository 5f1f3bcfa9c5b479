import { type Milliseconds, millisecondsOf, type Seconds } from './time.ts';
import { isTimestamp } from './timestamp.ts';

/**
 * The settings in `settings/access`, which hold for all users.
 *
 * @example const settings: AccessSettings = { lockdown: true, minimumAuthTime: null };
 */
export interface AccessSettings {
  /** Whether only the top role has access. */
  readonly lockdown: boolean;
  /** Sessions from before it are refused: whole seconds since the Unix epoch, rounded down; null for none. */
  readonly minimumAuthTime: Seconds | null;
}

/**
 * The settings of a missing document: lockdown is off, all sessions are accepted.
 *
 * @example readAccessSettings(null, Date.now()) // OPEN_ACCESS
 */
export const OPEN_ACCESS: AccessSettings = { lockdown: false, minimumAuthTime: null };

/**
 * Reads the `settings/access` document, which may have been edited in the Firebase console; null and
 * undefined stand for a missing one. A setting that cannot be read, and a minimum in the future, which
 * no session could meet, mean a lockdown: the top role can still correct them.
 *
 * @param now in milliseconds since the Unix epoch.
 * @example readAccessSettings((await db.doc('settings/access').get()).data(), Date.now())
 */
export function readAccessSettings(data: unknown, now: Milliseconds): AccessSettings {
  const { lockdown = false, minimumAuthTime: since = null } = (data ?? {}) as Record<
    string,
    unknown
  >;
  const minimum = isTimestamp(since) ? since.seconds : null;
  const isReadable = typeof lockdown === 'boolean' && (since === null || minimum !== null);
  return isReadable && millisecondsOf(minimum ?? 0) <= now
    ? { lockdown, minimumAuthTime: minimum }
    : { lockdown: true, minimumAuthTime: null };
}
