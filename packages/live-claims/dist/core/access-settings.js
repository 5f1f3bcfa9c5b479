import { isTimestamp } from './timestamp.js';
/** What a missing document says: everybody gets in. */
export const OPEN_ACCESS = { lockdown: false, minimumAuthTime: null };
/**
 * Reads the switches out of the `settings/access` document, which somebody may have typed into the
 * console; null and undefined stand for a missing one. A switch that cannot be read, and a minimum
 * that lies in the future, which nobody could meet, lock down: the top role can still put them right.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function readAccessSettings(data, now) {
    if (data === null || data === undefined)
        return OPEN_ACCESS;
    const { lockdown = false, minimumAuthTime = null } = data;
    const minimum = isTimestamp(minimumAuthTime) ? minimumAuthTime.seconds : null;
    const readable = typeof lockdown === 'boolean' && (minimumAuthTime === null || minimum !== null);
    if (!readable || (minimum !== null && minimum * 1000 > now)) {
        return { lockdown: true, minimumAuthTime: null };
    }
    return { lockdown, minimumAuthTime: minimum };
}
