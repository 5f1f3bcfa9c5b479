import {
  type Access,
  type CustomClaims,
  carriesAccess,
  claimsProblem,
  decodeClaims,
  type Grant,
  mergeClaims,
  NO_GRANT,
  type Problem,
  type RoleTable,
  readGrant,
  readSessionsEnd,
} from '@live-claims/contract';
import type { Account, MarkerState, Observation } from './ports.ts';

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

/**
 * Decides what makes claims and marker agree with `users/{uid}`. A pure function of what was seen:
 * no clock, no event, no memory of earlier runs.
 *
 * An expired grant stays in the claims, with its end in `rx`, which every check honours; so that
 * the claims depend on the document alone.
 */
export function planSync(roles: RoleTable, seen: Observation): SyncPlan {
  return withSessions(seen, planAccess(roles, seen));
}

function planAccess(roles: RoleTable, seen: Observation): SyncPlan {
  const { data, version } = seen.source;
  const { grant, problem } =
    data === null ? { grant: NO_GRANT, problem: null } : readGrant(roles, data);
  if (problem !== null) return planUnreadable(seen, problem);
  const sessions = readSessionsEnd(data ?? {}, version);
  if (sessions.problem !== null) return planUnreadable(seen, sessions.problem);
  if (seen.account === null) return planWithoutAccount(seen, grant);
  return planAccount(roles, seen, seen.account, grant);
}

/**
 * Ends the sessions in Auth, where that is due. It does not depend on the access: also with a role
 * that nobody can read, whoever was signed out stays out. Without an account there is no session.
 */
function withSessions(seen: Observation, { account: change, marker }: SyncPlan): SyncPlan {
  const endedAt = sessionsEnd(seen) ?? 0;
  const goOn = seen.account !== null && seen.account.sessionsValidSince < endedAt;
  return { account: goOn ? { ...change, endSessions: true } : change, marker };
}

/** When the sessions ended last, by the document or, where that forgot, by what was said before. */
function sessionsEnd({ source, marker }: Observation): number | null {
  const { endedAt } = readSessionsEnd(source.data ?? {}, source.version);
  const said = marker?.sessionsRevokedAt ?? null;
  return endedAt === null || (said !== null && said > endedAt) ? said : endedAt;
}

/** Whether the plan changes nothing. */
export function isSettled(plan: SyncPlan): boolean {
  return plan.account === null && plan.marker === null;
}

/** The plan when Firebase Auth refuses the claims that `planSync` thought it would take. */
export function planRefused(seen: Observation, problem: Problem): SyncPlan {
  return planProblem(seen, 'rejected', problem);
}

function planAccount(
  roles: RoleTable,
  seen: Observation,
  account: Account,
  grant: Grant,
): SyncPlan {
  const { marker } = seen;
  const current = decodeClaims(account.claims);
  const disabled = disabledChange(account, grant, (seen.disabledHere || marker?.disabled) ?? false);
  const neverHadAny =
    current.version === 0 && marker === null && current.role === null && sessionsEnd(seen) === null;
  if (neverHadAny && grant.role === null && disabled === null && !grant.disabled) {
    return { account: null, marker: null };
  }

  const applied =
    carriesAccess(account.claims, { ...grant, version: current.version }) &&
    isCurrent(seen, current) &&
    current.version >= leastVersion(roles, seen, grant);
  const version = applied ? current.version : nextVersion(seen, current);
  const claims = applied ? null : mergeClaims(account.claims, { ...grant, version });
  const refusal = claims && claimsProblem(claims);
  if (refusal) return planProblem(seen, 'rejected', refusal);

  const change = { ...(claims && { claims }), ...(disabled !== null && { disabled }) };
  return {
    account: Object.keys(change).length > 0 ? change : null,
    marker: unlessSaid(seen, {
      version,
      ...grant,
      status: 'applied',
      problem: null,
    }),
  };
}

/**
 * The version that the claims must have reached for the followed edit's sake. Where that edit granted
 * something else than the document does now, its claims may have been set for a moment and be in a
 * token; whoever holds that has to hear that there is something newer, also if by now everything is
 * as it was before. The event of a delete names no version, so what came after it has to be said.
 */
function leastVersion(roles: RoleTable, { source, followed }: Observation, now: Grant): number {
  if (followed === undefined) return 0;
  const { grant } = followed.data === null ? { grant: NO_GRANT } : readGrant(roles, followed.data);
  if (grant === null || isSameGrant(grant, now)) return 0;
  return followed.data === null ? source.version : followed.version;
}

function isSameGrant(a: Grant, b: Grant): boolean {
  return a.role === b.role && a.expiresAt === b.expiresAt && a.disabled === b.disabled;
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
 * The version for claims that have to be written: the source's revision. Where the marker stands at
 * that revision already, the claims were overwritten behind our back. By older ones: clients refuse
 * them, so the published version serves. By others that pass for current: clients must hear of it,
 * so the version moves on by one.
 */
function nextVersion({ source, marker }: Observation, current: Access): number {
  const published = marker?.version ?? 0;
  if (source.version > published) return source.version;
  return current.version < published ? published : published + 1;
}

/** Accounts are enabled again only when it was the document that disabled them. */
function disabledChange(account: Account, grant: Grant, byUs: boolean): boolean | null {
  if (grant.disabled) return account.disabled ? null : true;
  return byUs && account.disabled ? false : null;
}

function planWithoutAccount(seen: Observation, grant: Grant): SyncPlan {
  const { source, marker } = seen;
  const grantsNothing = grant.role === null && !grant.disabled;
  const saidSo =
    marker?.status === 'applied' &&
    marker.role === grant.role &&
    marker.disabled === grant.disabled;
  // Said so: the account is being created at this moment, or went without an edit.
  if (saidSo || (grantsNothing && marker === null)) return { account: null, marker: null };
  if (grantsNothing) {
    const version = Math.max(source.version, marker?.version ?? 0);
    const gone = { version, ...NO_GRANT, status: 'applied', problem: null } as const;
    return { account: null, marker: unlessSaid(seen, gone) };
  }
  return planProblem(seen, 'pending', {
    code: 'no-such-account',
    message:
      'There is no account with this id yet. The role is applied once the person signs in for the first time.',
  });
}

/** Keeps what was applied last, and puts it back where somebody has overwritten it. */
function planUnreadable(seen: Observation, problem: Problem): SyncPlan {
  const plan = planProblem(seen, 'rejected', problem);
  const { account, marker } = seen;
  if (account === null || marker === null || marker.version === 0) return plan;
  const last = lastApplied(seen);
  if (carriesAccess(account.claims, last)) return plan;
  const current = decodeClaims(account.claims);
  const version = current.version < marker.version ? marker.version : marker.version + 1;
  const restored = { ...last, version };
  return {
    account: { claims: mergeClaims(account.claims, restored) },
    marker: unlessSaid(seen, { ...restored, status: 'rejected', problem }),
  };
}

/** Keeps what was applied last and says what is wrong with the edit. */
function planProblem(
  seen: Observation,
  status: 'rejected' | 'pending',
  problem: Problem,
): SyncPlan {
  return {
    account: null,
    marker: unlessSaid(seen, { ...lastApplied(seen), status, problem }),
  };
}

/**
 * What was applied last: the marker's word, or the account's where claims were written and the
 * marker was not, because the process died in between.
 */
function lastApplied({ source, marker, account, disabledHere = false }: Observation) {
  const published = {
    version: marker?.version ?? 0,
    role: marker?.role ?? null,
    expiresAt: marker?.expiresAt ?? null,
    disabled: marker?.disabled || (disabledHere && account?.disabled === true),
  };
  const claims = decodeClaims(account?.claims);
  const unpublished = claims.version > published.version && claims.version <= source.version;
  return unpublished ? { ...published, ...claims } : published;
}

function unlessSaid(
  seen: Observation,
  access: Omit<MarkerState, 'sessionsRevokedAt'>,
): MarkerState | null {
  const { marker } = seen;
  const state = { ...access, sessionsRevokedAt: sessionsEnd(seen) };
  const same =
    marker !== null &&
    marker.version === state.version &&
    marker.role === state.role &&
    marker.expiresAt === state.expiresAt &&
    marker.status === state.status &&
    marker.disabled === state.disabled &&
    marker.sessionsRevokedAt === state.sessionsRevokedAt &&
    marker.problem?.code === state.problem?.code &&
    marker.problem?.message === state.problem?.message;
  return same ? null : state;
}
