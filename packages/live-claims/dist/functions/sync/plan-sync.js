import { carriesAccess, claimsProblem, claimsWithoutRole, decodeClaims, encodeClaims, mergeClaims, NO_ACCESS, NO_GRANT, rankOf, readGrant, readSessionsEnd, } from '../../core/index.js';
const NOTHING_TO_DO = { account: null, marker: null };
/**
 * How far a version may lie ahead of Firestore's time of the look, in microseconds. None of ours can; a
 * later one was written by hand, or came with an import from another project.
 */
const SLACK_MICROS = 300_000_000;
/**
 * Decides what makes claims and marker agree with `users/{uid}`. A pure function of what was seen:
 * no clock, no event, no memory of earlier runs.
 *
 * What cannot be read, or does not fit into the claims, grants nothing: the claims lose their role and
 * the marker says why. An expired grant stays in the claims, with its end in `rx`, which every check
 * honours; so that the claims depend on the document alone.
 */
export function planSync(roles, found) {
    const seen = believable(found);
    const wanted = readSource(roles, seen.source);
    const plan = seen.account === null
        ? planWithoutAccount(roles, seen, wanted)
        : planAccount(roles, seen, seen.account, wanted);
    return withSessions(seen, plan);
}
/** Whether the plan changes nothing. */
export function isSettled(plan) {
    return plan.account === null && plan.marker === null;
}
/** The version of the account's claims; 0 when there is none, or none that can be believed. */
export function claimsVersion({ account, now }) {
    const { version } = decodeClaims(account?.claims);
    return version > now + SLACK_MICROS ? 0 : version;
}
/** The observation without versions of the future: a marker that names one counts as damaged. */
function believable(seen) {
    const { marker, now } = seen;
    if (marker === null || marker.version <= now + SLACK_MICROS)
        return seen;
    const loweredVersion = Math.min(marker.loweredVersion, now);
    return { ...seen, marker: { ...marker, damaged: true, version: 0, loweredVersion } };
}
/** What a revision grants; nothing when it cannot be read. */
export function readSource(roles, { data, version }) {
    if (data === null)
        return { grant: NO_GRANT, problem: null };
    const { grant, problem } = readGrant(roles, data);
    const sessions = readSessionsEnd(data, version);
    return sessions.problem === null
        ? { grant, problem }
        : { grant: { ...NO_GRANT, disabled: grant.disabled }, problem: sessions.problem };
}
/**
 * Ends the sessions in Auth, where that is due. It does not depend on the access: also with a role
 * that nobody can read, whoever was signed out stays out. Without an account there is no session.
 */
function withSessions(seen, { account: change, marker }) {
    const endedAt = sessionsEnd(seen) ?? 0;
    const goOn = seen.account !== null && seen.account.sessionsValidSince < endedAt;
    return { account: goOn ? { ...change, endSessions: true } : change, marker };
}
/** When the sessions ended last, by the document or, where that forgot, by what was said before. */
function sessionsEnd({ source, marker }) {
    const { endedAt, problem } = readSessionsEnd(source.data ?? {}, source.version);
    const said = marker?.sessionsRevokedAt ?? null;
    // One that cannot be read is one end, not another one with each later edit.
    if (problem !== null && said !== null && marker?.problem?.field === problem.field)
        return said;
    return endedAt === null || (said !== null && said > endedAt) ? said : endedAt;
}
function planAccount(roles, seen, account, { grant, problem: unreadable }) {
    const { marker } = seen;
    const current = { ...decodeClaims(account.claims), version: claimsVersion(seen) };
    const lock = lockOf(seen, account, grant);
    // Nothing to take away, and no version that anybody waits for.
    const untouched = current.role === null && Math.max(current.version, marker?.version ?? 0) === 0;
    const asksNothing = unreadable === null && grant.role === null && !grant.disabled;
    const isStranger = untouched && marker === null && sessionsEnd(seen) === null;
    if (isStranger && asksNothing && lock.change === null) {
        return NOTHING_TO_DO;
    }
    const least = leastVersion(roles, seen);
    const versionFor = (access) => Math.max(nextVersion(seen, current, access), least);
    const problem = unreadable ??
        seen.refused?.problem ??
        claimsProblem(mergeClaims(account.claims, { ...grant, version: versionFor(grant) }));
    const { role, expiresAt } = problem === null ? grant : NO_ACCESS;
    const version = versionFor({ role, expiresAt });
    const applied = (problem !== null && untouched) ||
        (carriesAccess(account.claims, { role, expiresAt, version: current.version }) &&
            isCurrent(seen, current) &&
            current.version >= least);
    const claims = () => {
        if (problem === null)
            return mergeClaims(account.claims, { role, expiresAt, version });
        if (seen.refused?.bare)
            return encodeClaims({ ...NO_ACCESS, version });
        return claimsWithoutRole(account.claims, version);
    };
    const change = {
        ...(!applied && { claims: claims() }),
        ...(lock.change !== null && { disabled: lock.change }),
    };
    return {
        account: Object.keys(change).length > 0 ? change : null,
        marker: unlessSaid(roles, seen, {
            version: applied ? current.version : version,
            // Disabled in Auth alone, the claims stay what the document says; no check takes them for current.
            role: lock.disabled ? null : role,
            expiresAt: lock.disabled ? null : expiresAt,
            disabled: lock.disabled,
            disabledInAuth: lock.disabledInAuth,
            status: problem === null ? 'applied' : 'rejected',
            problem,
        }),
    };
}
/**
 * The version that the claims must have reached for the followed edit's sake: its own, where it changed
 * the access. What was granted before it may be in a token, also if by now everything is as it was; so,
 * once every edit has been followed, no token passes for current that says something else than the
 * document. The event of a delete names no version; the claims without a role have a later one.
 */
function leastVersion(roles, { followed }) {
    if (followed === undefined)
        return 0;
    const { before, after } = followed;
    const granted = readSource(roles, { ...after, data: before }).grant;
    return isSameGrant(granted, readSource(roles, after).grant) ? 0 : after.version;
}
/** Whether the claims are the same for both: a disabled account has no role in either. */
function isSameGrant(a, b) {
    return a.role === b.role && a.expiresAt === b.expiresAt;
}
/** Whether clients who wait for the marker will accept the claims, and no edit has superseded them. */
function isCurrent({ source, marker }, current) {
    const published = marker?.version ?? 0;
    return (current.version > 0 &&
        current.version >= published &&
        current.version <= Math.max(source.version, published));
}
/**
 * The version for claims that have to be written: the source's revision, or what is published where that
 * is later. One more than any version under which something else is out: on the marker, or in the claims
 * that are overwritten, which may be in a token. Clients must hear of the difference.
 */
function nextVersion({ source, marker }, current, { role, expiresAt }) {
    const published = marker?.version ?? 0;
    // Of an account that Auth alone disables the marker names no role: its claims are those of the revision.
    const isOfRevision = marker?.disabledInAuth === true && published === source.version;
    const isSaid = isOfRevision || (marker?.role === role && marker.expiresAt === expiresAt);
    const least = Math.max(source.version, isSaid ? published : published + 1);
    return current.version < least ? least : current.version + 1;
}
/** Accounts are enabled again only when it was the document that disabled them. */
function lockOf({ marker, disabledHere }, account, grant) {
    if (grant.disabled) {
        return { change: account.disabled ? null : true, disabled: true, disabledInAuth: false };
    }
    if (!account.disabled)
        return { change: null, disabled: false, disabledInAuth: false };
    const byDocument = disabledHere || (marker?.disabled && !marker.disabledInAuth);
    return byDocument
        ? { change: false, disabled: false, disabledInAuth: false }
        : { change: null, disabled: true, disabledInAuth: true };
}
function planWithoutAccount(roles, seen, { grant, problem }) {
    const { source, marker } = seen;
    const grantsNothing = problem === null && grant.role === null && !grant.disabled;
    const saidSo = problem === null &&
        marker?.status === 'applied' &&
        marker.role === grant.role &&
        marker.disabled === grant.disabled;
    // Said so: the account is being created at this moment, or went without an edit.
    if ((saidSo && !marker.damaged) || (grantsNothing && marker === null))
        return NOTHING_TO_DO;
    const published = marker?.version ?? 0;
    const { disabled = false, disabledInAuth = false } = marker ?? {};
    const access = grantsNothing
        ? {
            ...{ ...NO_GRANT, disabledInAuth: false, status: 'applied', problem: null },
            version: Math.max(source.version, published),
        }
        : {
            ...{ version: published, role: null, expiresAt: null, disabled, disabledInAuth },
            status: problem === null ? 'pending' : 'rejected',
            problem: problem ?? {
                code: 'no-such-account',
                message: 'There is no account with this id yet. The role is applied once the person signs in for the first time.',
            },
        };
    return { account: null, marker: unlessSaid(roles, seen, access) };
}
function unlessSaid(roles, seen, access) {
    const { marker, account } = seen;
    const state = {
        ...access,
        sessionsRevokedAt: sessionsEnd(seen),
        email: account === null ? (marker?.email ?? null) : account.email,
        emailVerified: account === null ? (marker?.emailVerified ?? false) : account.emailVerified,
        loweredVersion: loweredVersion(roles, seen, access),
    };
    return marker !== null && !marker.damaged && saysSame(marker, state) ? null : state;
}
/** The version at which access was last lowered. */
function loweredVersion(roles, { source, marker, now }, { role, disabled, disabledInAuth }) {
    if (marker === null)
        return 0;
    const isLowered = rankOf(roles, role) < rankOf(roles, marker.role) || (disabled && !marker.disabled);
    // What happens in Auth has no revision.
    const loweredAt = disabledInAuth ? now : source.version;
    return isLowered ? Math.max(marker.loweredVersion, loweredAt) : marker.loweredVersion;
}
/** Whether the marker says what the state says. */
function saysSame(marker, state) {
    const { problem, ...fields } = state;
    return (Object.entries(fields).every(([name, value]) => marker[name] === value) &&
        marker.problem?.code === problem?.code &&
        marker.problem?.message === problem?.message);
}
