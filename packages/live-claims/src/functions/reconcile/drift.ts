import {
  type DriftCode,
  decodeClaims,
  effectiveRole,
  type Grant,
  type Milliseconds,
  type RoleTable,
} from '../../core/index.ts';
import { planSync, readSource, type SyncPlan } from '../sync/plan-sync.ts';
import type { Observation } from '../sync/ports.ts';

/**
 * Everything in which account, marker and document of one person disagree, most telling first;
 * empty when nothing is wrong. Whatever a sync would change has a code here.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function driftOf(
  roles: RoleTable,
  seen: Observation,
  now: Milliseconds,
): readonly DriftCode[] {
  const plan = planSync(roles, seen);
  const read = readSource(roles, seen.source);
  const { grant, problem } = read;
  const codes: DriftCode[] = [];
  if (problem !== null || read.additional.problem !== null) codes.push('unreadable');
  else if ((plan.marker ?? seen.marker)?.status === 'rejected') codes.push('claims-refused');
  if (problem === null) codes.push(...grantDrift(seen, plan, grant, now));
  else if (plan.account?.claims !== undefined) codes.push('claims-differ');
  if (plan.account?.disabled !== undefined) codes.push('disabled-differs');
  if (plan.account?.endSessions) codes.push('sessions-open');
  return [...codes, ...markerDrift(seen, plan)];
}

/** Whether a sync, or the end of a grant, would change something; the rest is for a person to mend. */
export function isRepairable(roles: RoleTable, seen: Observation, codes: readonly DriftCode[]) {
  const { account, marker } = planSync(roles, seen);
  return account !== null || marker !== null || codes.includes('expired-grant');
}

function grantDrift(
  seen: Observation,
  plan: SyncPlan,
  grant: Grant,
  now: Milliseconds,
): readonly DriftCode[] {
  const codes: DriftCode[] = [];
  if (grant.expiresAt !== null && effectiveRole(grant, now) === null) codes.push('expired-grant');
  if (seen.account === null) {
    if (grant.role !== null || grant.disabled) codes.push('no-account');
  } else if (plan.account?.claims !== undefined) {
    codes.push(claimsDrift(seen, grant));
  }
  return codes;
}

function claimsDrift({ source, marker, account }: Observation, grant: Grant): DriftCode {
  const { role, expiresAt, version } = decodeClaims(account?.claims);
  if (source.data === null && role !== null) return 'no-document';
  const sameAccess = role === grant.role && expiresAt === grant.expiresAt;
  return sameAccess && version > 0 && version === marker?.version
    ? 'claims-shape'
    : 'claims-differ';
}

/** A marker that only has to move on because the claims are written again is not behind. */
function markerDrift({ marker: previous }: Observation, plan: SyncPlan): readonly DriftCode[] {
  const due = plan.marker;
  if (due === null) return [];
  if (previous === null) return ['marker-missing'];
  const movesOn =
    plan.account?.claims !== undefined &&
    previous.role === due.role &&
    previous.expiresAt === due.expiresAt &&
    previous.disabled === due.disabled &&
    previous.sessionsRevokedAt === due.sessionsRevokedAt &&
    previous.status === due.status;
  return movesOn ? [] : ['marker-behind'];
}

const SENTENCES: Readonly<Record<DriftCode, string>> = {
  'claims-differ': "The account's claims are not what the document says.",
  'claims-shape': "The account's claims have the right access in the shape of an older release.",
  'disabled-differs': 'The account is enabled where the document disables it, or the reverse.',
  'sessions-open': 'The account was signed out everywhere, but its sessions are still valid.',
  'marker-missing': 'There is no marker, so clients do not get changes.',
  'marker-behind': 'The marker differs from the document.',
  'no-document': 'The account has a role, but no document grants it.',
  'no-account': 'The document grants access to an id that has no account yet.',
  'no-membership':
    'The document names an organisation in which the user has no membership with a role.',
  'membership-not-copied': 'A membership says something else than its copy in the document.',
  'not-listed': 'The account has no document, so no list shows it.',
  'expired-grant': 'The role has ended, but is still in the document.',
  'row-behind': 'The row in the directory is missing, or shows something else.',
  unreadable: 'The document has a value that cannot be read and has to be corrected.',
  'claims-refused':
    "Firebase Auth does not take the claims: the account's other claims are too large or reserved.",
};

/** What the code means, in one sentence. */
export function describeDrift(code: DriftCode): string {
  return SENTENCES[code];
}
