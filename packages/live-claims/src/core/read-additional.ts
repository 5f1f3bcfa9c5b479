import { type ClaimValues, claimNamesOf, readClaimSources } from './additional-claims.ts';
import type { CustomClaims } from './claims.ts';
import { MAX_CLAIMS_LENGTH } from './limits.ts';
import { encodeOrgs, type Memberships, ORG_CLAIMS, readMemberships } from './orgs.ts';
import type { Problem } from './problems.ts';
import type { RoleTable } from './roles.ts';

/**
 * What a `users/{uid}` document says for the claims beside the role.
 *
 * @example const additional: Additional = readAdditional(config.roles, data, {});
 */
export interface Additional {
  /** By their names in the token. */
  readonly values: ClaimValues;
  /** In organisations, by their ids. */
  readonly memberships: Memberships;
  /** What is wrong with the first value that cannot be read and so is left out; null for nothing. */
  readonly problem: Problem | null;
}

/**
 * What a document without additional claims says.
 *
 * @example readAdditional(config.roles, {}, {}) // NOTHING_ADDITIONAL
 */
export const NOTHING_ADDITIONAL: Additional = { values: {}, memberships: {}, problem: null };

/**
 * Reads the additional claims out of a `users/{uid}` document, whose fields have the default names. Each stands for
 * itself: one that cannot be read takes none of the others away, and not the role.
 *
 * @param previous the additional claims as they were last applied, for those with `keepLast`.
 * @example readAdditional(config.roles, { role: 'editor', plan: 'pro' }, {}).values // { plan: 'pro' }
 */
export function readAdditional(
  { claims = {}, orgs }: RoleTable,
  document: Readonly<Record<string, unknown>>,
  previous: ClaimValues,
): Additional {
  const read = readClaimSources(claims, document, previous);
  if (orgs === undefined) return { ...read, memberships: {} };
  const { memberships, problem } = readMemberships(orgs, document.orgs);
  return { values: read.values, memberships, problem: read.problem ?? problem };
}

/**
 * The names in the token of an app's additional claims.
 *
 * @example additionalNames(config.roles) // ['plan', 'o', 'ox', 'om']
 */
export function additionalNames({ claims, orgs }: RoleTable): readonly string[] {
  return [...claimNamesOf(claims), ...(orgs === undefined ? [] : ORG_CLAIMS)];
}

/**
 * The additional claims that have room, and what has none.
 *
 * @example const { claims, moreOrgs }: FittedClaims = fitClaims(config.roles, others, additional);
 */
export interface FittedClaims {
  /** Empty for none. */
  readonly claims: ClaimValues;
  /** The memberships that have no room, in the shape that they would have in the token. @default none */
  readonly moreOrgs?: ClaimValues | undefined;
  /** For a claim of the app's own that has none. */
  readonly problem: Problem | null;
}

/**
 * What of the additional claims fits beside the others: first the app's own, in the order of the configuration, then
 * organisations. What has no room takes nothing away from what has.
 *
 * @param others the account's other claims, with role and version.
 * @example fitClaims(config.roles, { role: 'editor', cv: 5 }, additional).claims // { plan: 'pro' }
 */
export function fitClaims(
  { orgs }: RoleTable,
  others: CustomClaims,
  { values, memberships, problem }: Additional,
): FittedClaims {
  const fits = (more: ClaimValues) => bytesOf({ ...others, ...more }) <= MAX_CLAIMS_LENGTH;
  let kept: ClaimValues = {};
  let tooLarge: Problem | null = null;
  for (const [name, value] of Object.entries(values)) {
    if (fits({ ...kept, [name]: value })) kept = { ...kept, [name]: value };
    else tooLarge ??= withoutRoom(name);
  }
  if (orgs === undefined) return { claims: kept, problem: problem ?? tooLarge };
  const encoded = encodeOrgs(orgs, memberships, (more) => fits({ ...kept, ...more }));
  return {
    claims: { ...kept, ...encoded.claims },
    moreOrgs: encoded.more,
    problem: problem ?? tooLarge,
  };
}

function withoutRoom(name: string): Problem {
  return {
    code: 'claims-too-large',
    message: `The claim "${name}" is left out: with it the account's custom claims would be longer than the ${MAX_CLAIMS_LENGTH} bytes that Firebase Auth takes. Make it shorter, or remove other claims.`,
    field: name,
  };
}

/** Firebase Auth counts bytes; the values are the app's and need not be ASCII. */
const bytesOf = (claims: CustomClaims) => new TextEncoder().encode(JSON.stringify(claims)).length;
