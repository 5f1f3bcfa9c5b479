import {
  type Access,
  type Additional,
  additionalNames,
  type ClaimsVersion,
  type ClaimValues,
  type CustomClaims,
  carriesAccess,
  claimsProblem,
  claimsWithoutRole,
  decodeClaims,
  encodeClaims,
  fitClaims,
  type Grant,
  isSameJson,
  mergeClaims,
  NO_ACCESS,
  NO_GRANT,
  NOTHING_ADDITIONAL,
  type ReadGrant,
  type RoleTable,
  rankOf,
  readAdditional,
  readGrant,
  readSessionsEnd,
} from '../../core/index.ts';
import type { Account, MarkerState, Observation, Source, StoredMarker } from './ports.ts';

/** What to change on an account; an absent field stays as it is. */
export interface AccountChange {
  readonly claims?: CustomClaims;
  readonly disabled?: boolean;
  readonly endSessions?: true;
}

/** What one observation calls for. Two nulls: everything is as it should be. */
export interface SyncPlan {
  /** What to change on the account; null to leave it alone. */
  readonly account: AccountChange | null;
  /** What the marker has to say afterwards; null when it says so already. */
  readonly marker: MarkerState | null;
}

const NOTHING_TO_DO: SyncPlan = { account: null, marker: null };

/** What a marker says about access; the rest follows from the observation. */
type MarkedAccess = Pick<
  MarkerState,
  | 'version'
  | 'role'
  | 'expiresAt'
  | 'status'
  | 'problem'
  | 'disabled'
  | 'disabledInAuth'
  | 'additionalClaims'
  | 'moreOrgs'
>;

/**
 * How far a version may lie ahead of Firestore's time of the look, in microseconds. None of ours can; a
 * later one was written by hand, or came with an import from another project.
 */
const SLACK_MICROS = 300_000_000;

/**
 * Decides what makes claims and marker agree with `users/{uid}`. A pure function of what was seen,
 * which also has the edit that is followed and what this sync has tried: no clock, nothing of earlier syncs.
 *
 * What cannot be read, or does not fit into the claims, grants nothing: the claims lose their role and
 * the marker says why. An expired grant stays in the claims, with its end in `rx`, which every check
 * honours; so that the claims depend on the document alone.
 */
export function planSync(roles: RoleTable, found: Observation): SyncPlan {
  const seen = believable(found);
  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);
  const plan =
    seen.account === null
      ? planWithoutAccount(roles, seen, wanted)
      : planAccount(roles, seen, seen.account, wanted);
  return withSessions(seen, plan);
}

/** Whether the plan changes nothing. */
export function isSettled(plan: SyncPlan): boolean {
  return plan.account === null && plan.marker === null;
}

/** The version of the account's claims; 0 when there is none, or none that can be believed. */
export function claimsVersion({ account, now }: Pick<Observation, 'account' | 'now'>): number {
  const { version } = decodeClaims(account?.claims);
  return version > now + SLACK_MICROS ? 0 : version;
}

/** The observation without versions of the future: a marker that names one counts as damaged. */
function believable(seen: Observation): Observation {
  const { marker, now } = seen;
  if (marker === null || marker.version <= now + SLACK_MICROS) return seen;
  const loweredVersion = Math.min(marker.loweredVersion, now);
  return { ...seen, marker: { ...marker, damaged: true, version: 0, loweredVersion } };
}

/** What a revision grants: the role, and beside it what each additional claim says by itself. */
export interface ReadSource extends ReadGrant {
  readonly additional: Additional;
}

/**
 * What a revision grants; no role when it cannot be read. A disabled account gets nothing at all.
 *
 * @param previous the additional claims that were applied last, for those that are kept.
 */
export function readSource(
  roles: RoleTable,
  source: Source,
  previous: ClaimValues = {},
): ReadSource {
  const read = readAccess(roles, source);
  const additional =
    source.data === null || read.grant.disabled
      ? NOTHING_ADDITIONAL
      : readAdditional(roles, source.data, previous);
  return { ...read, additional };
}

function readAccess(roles: RoleTable, { data, version }: Source): ReadGrant {
  if (data === null) return { grant: NO_GRANT, problem: null };
  const { grant, problem } = readGrant(roles, data);
  const sessions = readSessionsEnd(data, version, roles.fields.sessionsRevokedAt);
  return sessions.problem === null
    ? { grant, problem }
    : { grant: { ...NO_GRANT, disabled: grant.disabled }, problem: sessions.problem };
}

/**
 * Ends the sessions in Auth, where that is due. It does not depend on the access: ended sessions stay
 * ended also with an unreadable role. Without an account there is no session.
 */
function withSessions(seen: Observation, { account: change, marker }: SyncPlan): SyncPlan {
  const endedAt = sessionsEnd(seen) ?? 0;
  const goOn = seen.account !== null && seen.account.sessionsValidSince < endedAt;
  return { account: goOn ? { ...change, endSessions: true } : change, marker };
}

/** When the sessions ended last, by the document or, where that forgot, by what was said before. */
function sessionsEnd({ source, marker }: Observation): number | null {
  const { endedAt, problem } = readSessionsEnd(source.data ?? {}, source.version);
  const previous = marker?.sessionsRevokedAt ?? null;
  // One that cannot be read is one end, not another one with each later edit.
  if (problem !== null && previous !== null && marker?.problem?.field === problem.field)
    return previous;
  return endedAt === null || (previous !== null && previous > endedAt) ? previous : endedAt;
}

function planAccount(
  roles: RoleTable,
  seen: Observation,
  account: Account,
  { grant, problem: unreadable, additional }: ReadSource,
): SyncPlan {
  const { marker } = seen;
  // Also what an earlier configuration has put there.
  const names = [...additionalNames(roles), ...Object.keys(marker?.additionalClaims ?? {})];
  const current: Access = { ...decodeClaims(account.claims), version: claimsVersion(seen) };
  const lock = lockOf(seen, account, grant);
  // Nothing to remove, and no version that a client waits for.
  const untouched = current.role === null && Math.max(current.version, marker?.version ?? 0) === 0;
  const asksNothing =
    unreadable === null && grant.role === null && !grant.disabled && saysNothing(additional);
  const isStranger = untouched && marker === null && sessionsEnd(seen) === null;
  if (isStranger && asksNothing && lock.change === null) {
    return NOTHING_TO_DO;
  }

  // An account that is enabled gets claims of this revision: its marker tells every client, and the log.
  const enabledAt = lock.change === false ? seen.source.version : 0;
  const least = Math.max(leastVersion(roles, seen), enabledAt);
  const versionFor = (access: Omit<Access, 'version'>) =>
    Math.max(nextVersion(seen, current, access), least);
  // For the length alone, in which one version is like another.
  const aVersion = versionFor(grant);
  const unfit = claimsProblem(mergeClaims(account.claims, { ...grant, version: aVersion }, names));
  const problem = unreadable ?? seen.refused?.problem ?? unfit;
  const { role, expiresAt } = problem === null ? grant : NO_ACCESS;
  const others = (access: Access) => {
    if (problem === null) return mergeClaims(account.claims, access, names);
    if (seen.refused?.bare) return encodeClaims({ ...NO_ACCESS, version: access.version });
    return claimsWithoutRole(account.claims, access.version, names);
  };
  const fitted = fitClaims(
    roles,
    others({ role, expiresAt, version: aVersion }),
    seen.refused === undefined ? additional : NOTHING_ADDITIONAL,
  );
  const additionalClaims = orNone(fitted.claims);
  const granted = { role, expiresAt, additionalClaims };
  const version = versionFor(granted);

  const applied =
    (problem !== null && untouched && additionalClaims === undefined) ||
    (carriesAccess(account.claims, { ...granted, version: current.version }, names) &&
      isCurrent(seen, current) &&
      current.version >= least &&
      !leavesOutOthers(seen, current, fitted.moreOrgs));
  const claims = () => ({ ...others({ role, expiresAt, version }), ...additionalClaims });
  const change = {
    ...(!applied && { claims: claims() }),
    ...(lock.change !== null && { disabled: lock.change }),
  };
  return {
    account: Object.keys(change).length > 0 ? change : null,
    marker: ifChanged(roles, seen, {
      version: applied ? current.version : version,
      // Disabled in Auth alone, the claims stay what the document says; no check takes them for current.
      role: lock.disabled ? null : role,
      expiresAt: lock.disabled ? null : expiresAt,
      disabled: lock.disabled,
      disabledInAuth: lock.disabledInAuth,
      status: problem === null ? 'applied' : 'rejected',
      problem: problem ?? fitted.problem,
      ...(additionalClaims && !lock.disabled && { additionalClaims }),
      ...(fitted.moreOrgs && !lock.disabled && { moreOrgs: fitted.moreOrgs }),
    }),
  };
}

const saysNothing = ({ values, memberships, problem }: Additional): boolean =>
  problem === null && orNone(values) === undefined && orNone(memberships) === undefined;

/** The record; undefined for an empty one. */
function orNone<Values extends object>(record: Values): Values | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

/**
 * The version that the claims must have reached for the followed edit's sake: its own, where it changed
 * the access. What was granted before it may be in a token, also if by now everything is as it was; so,
 * once every edit has been followed, no token passes for current that says something else than the
 * document. The event of a delete names no version; the claims without a role have a later one.
 */
function leastVersion(roles: RoleTable, { followed, marker }: Observation): ClaimsVersion {
  if (followed === undefined) return 0;
  const { before, after } = followed;
  const last = marker?.additionalClaims;
  const granted = readSource(roles, { ...after, data: before }, last);
  return isSameGrant(granted, readSource(roles, after, last)) ? 0 : after.version;
}

/** Whether the claims are the same for both: a disabled account has no role in either. */
function isSameGrant(a: ReadSource, b: ReadSource): boolean {
  return (
    a.grant.role === b.grant.role &&
    a.grant.expiresAt === b.grant.expiresAt &&
    isSameJson(claimedBy(a.additional), claimedBy(b.additional))
  );
}

const claimedBy = ({ values, memberships }: Additional) => [values, memberships];

/**
 * Whether other memberships have no room than are out under the version of these claims. Clients and their queries
 * hear of that by a version as well.
 */
function leavesOutOthers(
  { marker }: Observation,
  current: Access,
  moreOrgs: ClaimValues | undefined,
): boolean {
  return marker?.version === current.version && !isSameJson(marker.moreOrgs, moreOrgs);
}

/** Whether clients who wait for the marker will accept the claims, and no edit has superseded them. */
function isCurrent({ source, marker }: Observation, current: Access): boolean {
  const published = marker?.version ?? 0;
  return (
    current.version > 0 &&
    current.version >= published &&
    current.version <= Math.max(source.version, published)
  );
}

/**
 * The version for claims that have to be written: the source's revision, or what is published where that
 * is later. One more than any version under which something else is out: on the marker, or in the claims
 * that are overwritten, which may be in a token. Clients must hear of the difference.
 */
function nextVersion(
  { source, marker }: Observation,
  current: Access,
  { role, expiresAt, additionalClaims }: Omit<Access, 'version'>,
): ClaimsVersion {
  const published = marker?.version ?? 0;
  // Of an account that Auth alone disables the marker names no role: its claims are those of the revision.
  const isOfRevision = marker?.disabledInAuth === true && published === source.version;
  const isSaid =
    isOfRevision ||
    (marker?.role === role &&
      marker.expiresAt === expiresAt &&
      isSameJson(marker.additionalClaims, additionalClaims));
  const least = Math.max(source.version, isSaid ? published : published + 1);
  return current.version < least ? least : current.version + 1;
}

interface Lock {
  /** What to set in Firebase Auth; null to leave it as it is. */
  readonly change: boolean | null;
  /** Whether the account is disabled afterwards. */
  readonly disabled: boolean;
  /** Whether Firebase Auth alone disabled it: then only an edit that asks for it enables it again. */
  readonly disabledInAuth: boolean;
}

/** Accounts are enabled again only when it was the document that disabled them, or an edit asks for it. */
function lockOf({ marker, mayEnable }: Observation, account: Account, grant: Grant): Lock {
  if (grant.disabled) {
    return { change: account.disabled ? null : true, disabled: true, disabledInAuth: false };
  }
  if (!account.disabled) return { change: null, disabled: false, disabledInAuth: false };
  const enables = mayEnable || (marker?.disabled && !marker.disabledInAuth);
  return enables
    ? { change: false, disabled: false, disabledInAuth: false }
    : { change: null, disabled: true, disabledInAuth: true };
}

function planWithoutAccount(
  roles: RoleTable,
  seen: Observation,
  { grant, problem }: ReadSource,
): SyncPlan {
  const { source, marker } = seen;
  const grantsNothing = problem === null && grant.role === null && !grant.disabled;
  const isPublished =
    problem === null &&
    marker?.status === 'applied' &&
    marker.role === grant.role &&
    marker.disabled === grant.disabled;
  // Said so: the account is being created at this moment, or went without an edit.
  if ((isPublished && !marker.damaged) || (grantsNothing && marker === null)) return NOTHING_TO_DO;
  const published = marker?.version ?? 0;
  const { disabled = false, disabledInAuth = false } = marker ?? {};
  const access: MarkedAccess = grantsNothing
    ? {
        ...{ ...NO_GRANT, disabledInAuth: false, status: 'applied', problem: null },
        version: Math.max(source.version, published),
      }
    : {
        ...{ version: published, role: null, expiresAt: null, disabled, disabledInAuth },
        status: problem === null ? 'pending' : 'rejected',
        problem: problem ?? {
          code: 'no-such-account',
          message:
            'There is no account with this id yet. The role is applied once the person signs in for the first time.',
        },
      };
  return { account: null, marker: ifChanged(roles, seen, access) };
}

function ifChanged(roles: RoleTable, seen: Observation, access: MarkedAccess): MarkerState | null {
  const { marker, account } = seen;
  const state: MarkerState = {
    ...access,
    sessionsRevokedAt: sessionsEnd(seen),
    email: account === null ? (marker?.email ?? null) : account.email,
    emailVerified: account === null ? (marker?.emailVerified ?? false) : account.emailVerified,
    loweredVersion: loweredVersion(roles, seen, access),
  };
  return marker !== null && !marker.damaged && saysSame(marker, state) ? null : state;
}

/** The version at which access was last lowered. */
function loweredVersion(
  roles: RoleTable,
  { source, marker, now }: Observation,
  { role, disabled, disabledInAuth }: MarkedAccess,
): ClaimsVersion {
  if (marker === null) return 0;
  const isLowered =
    rankOf(roles, role) < rankOf(roles, marker.role) || (disabled && !marker.disabled);
  // What happens in Auth has no revision.
  const loweredAt = disabledInAuth ? now : source.version;
  return isLowered ? Math.max(marker.loweredVersion, loweredAt) : marker.loweredVersion;
}

/** Whether the marker says what the state says. */
function saysSame(marker: StoredMarker, state: MarkerState): boolean {
  const { problem, additionalClaims, moreOrgs, ...fields } = state;
  return (
    isSameJson(marker.additionalClaims, additionalClaims) &&
    isSameJson(marker.moreOrgs, moreOrgs) &&
    Object.entries(fields).every(
      ([name, value]) => marker[name as keyof typeof fields] === value,
    ) &&
    marker.problem?.code === problem?.code &&
    marker.problem?.message === problem?.message
  );
}
