import type { Equivalent } from '../mutation/equivalent.ts';
import type { Stage } from '../mutation/hunt.ts';
import type { Mutant } from '../mutation/mutate-rules.ts';
import { claims, documents, fields, matrix } from './cases.ts';

/** The functions and matches that an app without organisations, and without claims of its own, does not have. */
const OWN =
  /^(can\w*In|claim\w*|additionalClaimsMatch|effectiveRoleIn|isOrgId|org\w+|permissionsByOrgRole|\/orgs\/.*)$/;

/** Whether the mutant is of those, or of where the others ask them. */
export const isOfOrgs = ({ scope, name }: Pick<Mutant, 'scope' | 'name'>): boolean =>
  OWN.test(scope) || name.includes('additionalClaimsMatch');

/** What those mutants are hunted with: first what finds out the most. */
export const orgSuite = (): Stage[] => [
  { checks: [...claims, ...documents] },
  {
    checks: [
      ...fields,
      ...matrix.filter(({ request }) => !/\/other\//.test(JSON.stringify(request))),
    ],
  },
];

/** Mutants that no request can tell from the rules. */
export const ORG_EQUIVALENT: readonly Equivalent[] = [];
