import type { Equivalent } from '../mutation/equivalent.ts';
import type { Stage } from '../mutation/hunt.ts';
import type { Mutant } from '../mutation/mutate-rules.ts';
import type { Check } from '../support/check.ts';
import { claims, documents, elsewhere, fields, ids, matrix } from './cases.ts';
import { members } from './members.ts';

/** The functions and matches that an app without organisations, and without claims of its own, does not have. */
const OWN =
  /^(can\w*In|claim|claimNames|claimMatches|additionalClaimsMatch|effectiveRoleIn|isOrgId|org\w+|permissionsByOrgRole|\/orgs\/.*)$/;

/** Whether the mutant is of those, or of where the others ask them. */
export const isOfOrgs = ({ scope, name }: Pick<Mutant, 'scope' | 'name'>): boolean =>
  OWN.test(scope) || name.includes('additionalClaimsMatch');

/** What those mutants are hunted with: first what finds out the most. */
export const orgSuite = (): Stage[] => [
  { checks: [...claims, ...ids, ...elsewhere] },
  { checks: atTheBorder(matrix) },
  { checks: [...documents, ...fields] },
];

/**
 * Of each member, check and organisation the highest permission that is held and the lowest that is not: what tells
 * these apart from another role, all of them do. Elsewhere only for those who are a member there.
 */
function atTheBorder(checks: readonly Check[]): Check[] {
  const isAsked = ({ name }: Check) => {
    const [member = ''] = name.split(': ');
    return !name.includes('/other/') && (!name.includes('/globex/') || members[member]?.inGlobex);
  };
  const byQuestion = Map.groupBy(checks.filter(isAsked), ({ name }) =>
    name.replace(/\/[^/]*\/any$/, ''),
  );
  return [...byQuestion.values()].flatMap((asked) => [
    ...asked.filter(({ allowed }) => allowed).slice(-1),
    ...asked.filter(({ allowed }) => !allowed).slice(0, 1),
  ]);
}

/** Mutants that no request can tell from the rules. */
export const ORG_EQUIVALENT: readonly Equivalent[] = [
  {
    reason: 'Neither is the number that is asked for.',
    mutants: ["canIn: true for false, a value for null: null → 'owner' (3)"],
  },
  {
    reason:
      'For another type the method is an error, which refuses as well. The check is there for the reader.',
    mutants: [
      "isOrgId: drop a conjunct: orgId is string && orgId.matches('[A-Za-z0-9_-]{1,64}') → (orgId.matches('[A-Za-z0-9_-]{1,64}'))",
      'isOrgId: any type: orgId is string → (true)',
    ],
  },
  {
    reason:
      'A user who may list may already get, and of a list it is not known whose membership it finds.',
    mutants: [
      '/orgs/{orgId}/members/{uid}: allow more: get → get, list',
      '/orgs/{orgId}/members/{uid}: allow more: list → list, get',
    ],
  },
  {
    reason: 'A version counts microseconds since 1970: none is 1.',
    mutants: ['canIn: one more or less: 0 → (1)', 'claim: one more or less: 0 → (1)'],
  },
  {
    reason: 'The pattern is the same.',
    mutants: ["isOrgId: a looser pattern: '__.*' → '__.*.*'"],
  },
  {
    reason: 'No rule asks for a permission of that name in an organisation.',
    mutants: [
      "orgRoleHas: something in an empty list: [] → ['posts.read']",
      "permissionsByOrgRole: one entry more: ['notes.read'] → ['notes.read', 'role']",
      "permissionsByOrgRole: one entry more: ['notes.read'] → ['notes.read', 'email']",
      "permissionsByOrgRole: one entry more: ['notes.read'] → ['notes.read', 'updatedBy']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write'] → ['notes.read', 'notes.write', 'role']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write'] → ['notes.read', 'notes.write', 'email']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write'] → ['notes.read', 'notes.write', 'updatedBy']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write', 'members.manage'] → ['notes.read', 'notes.write', 'members.manage', 'role']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write', 'members.manage'] → ['notes.read', 'notes.write', 'members.manage', 'email']",
      "permissionsByOrgRole: one entry more: ['notes.read', 'notes.write', 'members.manage'] → ['notes.read', 'notes.write', 'members.manage', 'updatedBy']",
    ],
  },
];
