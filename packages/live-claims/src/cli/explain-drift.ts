import {
  type DriftCode,
  decodeClaims,
  NO_GRANT,
  type RoleTable,
  readGrant,
} from '../core/index.ts';
import { describeDrift } from '../functions/sweep/drift.ts';
import { planSync } from '../functions/sync/plan-sync.ts';
import type { Observation } from '../functions/sync/ports.ts';

/** One thing that is wrong, in words. */
export interface DriftInWords {
  readonly code: DriftCode;
  /** What is wrong, with the values at hand. */
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
}

/** Words for what `driftOf` has found about a person, with what stands there. */
export function explainDrift(
  roles: RoleTable,
  uid: string,
  seen: Observation,
  codes: readonly DriftCode[],
): readonly DriftInWords[] {
  return codes.map((code) => ({
    code,
    what: [describeDrift(code), detailOf(roles, seen, code)].filter(Boolean).join(' '),
    next: REMEDIES[code](uid),
  }));
}

const heal = (uid: string) => `\`resync ${uid}\` puts it right.`;

const REMEDIES: Readonly<Record<DriftCode, (uid: string) => string>> = {
  'claims-differ': heal,
  'claims-shape': heal,
  'disabled-differs': heal,
  'sessions-open': heal,
  'marker-missing': heal,
  'marker-behind': heal,
  'expired-grant': heal,
  'no-document': (uid) =>
    `\`grant ${uid} <role>\` if the person is to have one; \`resync ${uid}\` takes it out of the claims.`,
  'no-account': (uid) =>
    `Nothing, if the person is still to sign up. If the account is gone for good: \`revoke ${uid}\`.`,
  'not-listed': (uid) =>
    `\`grant ${uid} <role>\` makes its document; so does its first visit, and the nightly reconciliation.`,
  unreadable: (uid) =>
    `\`grant ${uid} <role>\` or \`revoke ${uid}\`, or correct the field in its document.`,
  'claims-refused': () => 'Remove some of the account’s other claims, then save the role again.',
};

function detailOf(roles: RoleTable, seen: Observation, code: DriftCode): string | null {
  const { source, marker, account } = seen;
  const claims = decodeClaims(account?.claims);
  const { grant, problem } = source.data
    ? readGrant(roles, source.data)
    : { grant: NO_GRANT, problem: null };
  switch (code) {
    case 'no-document':
      return `The role is ${roleText(claims.role)}.`;
    case 'claims-differ':
      return claims.role === (grant?.role ?? null)
        ? `They say the same role, under version ${claims.version}; the marker is at ${marker?.version ?? 'none'}.`
        : `They say ${roleText(claims.role)}, the document says ${roleText(grant?.role ?? null)}.`;
    case 'marker-behind': {
      const due = planSync(roles, seen).marker;
      if (marker === null || due === null) return null;
      if (marker.disabledInAuth !== due.disabledInAuth) {
        return due.disabledInAuth
          ? 'The account was disabled in Firebase Auth itself, which it does not say yet.'
          : 'It says that Firebase Auth disables the account, which is over.';
      }
      if (marker.role !== due.role) {
        return `It says ${roleText(marker.role)}, and should say ${roleText(due.role)}.`;
      }
      if (marker.version !== due.version) {
        return `It is at version ${marker.version}, and should be at ${due.version}.`;
      }
      return marker.status === due.status
        ? null
        : `It says ${marker.status}, and should say ${due.status}.`;
    }
    case 'unreadable':
      return problem?.message ?? null;
    case 'claims-refused':
      return marker?.problem?.message ?? null;
    case 'claims-shape':
    case 'disabled-differs':
    case 'sessions-open':
    case 'marker-missing':
    case 'no-account':
    case 'not-listed':
    case 'expired-grant':
      return null;
  }
}

const roleText = (role: string | null) => (role === null ? 'no role' : `"${role}"`);
