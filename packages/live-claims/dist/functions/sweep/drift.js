import { decodeClaims } from '../../core/index.js';
import { planSync, readSource } from '../sync/plan-sync.js';
/**
 * Everything in which account, marker and document of one person disagree, most telling first;
 * empty when nothing is wrong. Whatever a sync would change has a code here.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function driftOf(roles, seen, now) {
    const plan = planSync(roles, seen);
    const { grant, problem } = readSource(roles, seen.source);
    const codes = [];
    if (problem !== null)
        codes.push('unreadable');
    else if ((plan.marker ?? seen.marker)?.status === 'rejected')
        codes.push('claims-refused');
    if (problem === null)
        codes.push(...grantDrift(seen, plan, grant, now));
    else if (plan.account?.claims !== undefined)
        codes.push('claims-differ');
    if (plan.account?.disabled !== undefined)
        codes.push('disabled-differs');
    if (plan.account?.endSessions)
        codes.push('sessions-open');
    return [...codes, ...markerDrift(seen, plan)];
}
/** Whether a sync, or the end of a grant, would change something; the rest is for a person to mend. */
export function isHealable(roles, seen, codes) {
    const { account, marker } = planSync(roles, seen);
    return account !== null || marker !== null || codes.includes('expired-grant');
}
function grantDrift(seen, plan, grant, now) {
    const codes = [];
    if (grant.expiresAt !== null && grant.expiresAt * 1000 <= now)
        codes.push('expired-grant');
    if (seen.account === null) {
        if (grant.role !== null || grant.disabled)
            codes.push('no-account');
    }
    else if (plan.account?.claims !== undefined) {
        codes.push(claimsDrift(seen, grant));
    }
    return codes;
}
function claimsDrift({ source, marker, account }, grant) {
    const { role, expiresAt, version } = decodeClaims(account?.claims);
    if (source.data === null && role !== null)
        return 'no-document';
    const sameAccess = role === grant.role && expiresAt === grant.expiresAt;
    return sameAccess && version > 0 && version === marker?.version
        ? 'claims-shape'
        : 'claims-differ';
}
/** A marker that only has to move on because the claims are written anew is not behind. */
function markerDrift({ marker: said }, plan) {
    const due = plan.marker;
    if (due === null)
        return [];
    if (said === null)
        return ['marker-missing'];
    const movesOn = plan.account?.claims !== undefined &&
        said.role === due.role &&
        said.expiresAt === due.expiresAt &&
        said.disabled === due.disabled &&
        said.sessionsRevokedAt === due.sessionsRevokedAt &&
        said.status === due.status;
    return movesOn ? [] : ['marker-behind'];
}
const SENTENCES = {
    'claims-differ': "The account's claims are not what the document says.",
    'claims-shape': "The account's claims say the right thing in the shape of an older release.",
    'disabled-differs': 'The account is enabled where the document disables it, or the reverse.',
    'sessions-open': 'The account was signed out everywhere, but its sessions go on.',
    'marker-missing': 'There is no marker, so clients never hear of a change.',
    'marker-behind': 'The marker does not say what the document calls for.',
    'no-document': 'The account carries a role, but there is no document that grants it.',
    'no-account': 'The document grants access to an id that has no account yet.',
    'not-listed': 'The account has no document, so no list shows it.',
    'expired-grant': 'The grant has ended, but the role still stands in the document.',
    unreadable: 'The document holds a value that nobody can read; somebody has to correct it.',
    'claims-refused': "Firebase Auth does not take the claims: the account's other claims are too large or reserved.",
};
/** What the code means, in one sentence. */
export function describeDrift(code) {
    return SENTENCES[code];
}
