import { decodeClaims } from '../core/index.js';
import { isClosedElsewhere } from './person-text.js';
import { plainValue } from './plain-value.js';
/** A person as `show --json` prints it: Firestore's timestamps as ISO 8601, everything else as stored. */
export function personJson(view) {
    const { uid, account, document, marker, drift } = view;
    return {
        uid,
        email: account?.email ?? null,
        account: account && {
            email: account.email ?? null,
            emailVerified: account.emailVerified,
            disabled: account.disabled,
            createdAt: isoTime(account.metadata.creationTime),
            lastSignInAt: isoTime(account.metadata.lastSignInTime),
            sessionsValidAfter: isoTime(account.tokensValidAfterTime),
        },
        document: plainValue(document),
        claims: plainValue(account?.customClaims ?? null),
        access: account && decodeClaims(account.customClaims),
        marker: plainValue(marker),
        disabledInAuth: isClosedElsewhere(view),
        inStep: drift.length === 0,
        drift,
    };
}
function isoTime(time) {
    const millis = time ? Date.parse(time) : Number.NaN;
    return Number.isNaN(millis) ? null : new Date(millis).toISOString();
}
