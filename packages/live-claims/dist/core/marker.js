import { isProblem } from './problems.js';
import { isTimestamp } from './timestamp.js';
/** How far the last edit of a person's access has got. */
export const MARKER_STATUSES = ['applied', 'rejected', 'pending'];
/** The longest time over which clients may be asked to spread their refreshes, in seconds. */
const MOST_SPREAD = 60;
/**
 * The marker in unknown data; null when it cannot be read as one. What a later release may have added or
 * widened is passed over, as long as it takes nothing away: an unknown status is `pending`. Read by
 * hand: every client reads it, and a library of schemas would be a third of what the client core weighs.
 */
export function parseMarker(data) {
    const fields = (data ?? {});
    const { claimsUpdatedAt, version, role, status, problem, refreshWithin, email } = fields;
    const sessionsRevokedAt = fields.sessionsRevokedAt ?? null;
    const expiresAt = fields.expiresAt ?? null;
    if (isTimestamp(claimsUpdatedAt) &&
        isVersion(version) &&
        (role === null || typeof role === 'string') &&
        (sessionsRevokedAt === null || isTimestamp(sessionsRevokedAt)) &&
        (expiresAt === null || Number.isSafeInteger(expiresAt))) {
        return {
            claimsUpdatedAt,
            version,
            role,
            status: isStatus(status) ? status : 'pending',
            problem: isProblem(problem) ? problem : null,
            sessionsRevokedAt,
            // What is there and is not false disables.
            disabled: (fields.disabled ?? false) !== false,
            disabledInAuth: fields.disabledInAuth === true,
            refreshWithin: isSpread(refreshWithin) ? refreshWithin : null,
            expiresAt: expiresAt,
            email: typeof email === 'string' ? email : null,
            emailVerified: fields.emailVerified === true,
            loweredVersion: isVersion(fields.loweredVersion) ? fields.loweredVersion : 0,
        };
    }
    return null;
}
function isVersion(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
function isStatus(value) {
    return MARKER_STATUSES.includes(value);
}
function isSpread(value) {
    return typeof value === 'number' && value >= 0 && value <= MOST_SPREAD;
}
