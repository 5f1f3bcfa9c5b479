import type { ClaimValues } from './additional-claims.ts';
import { readGrant } from './grant.ts';
import { isEnd } from './heard-marker.ts';
import { readFields } from './names.ts';
import type { Problem } from './problems.ts';
import { type OrgTable, rankOf } from './roles.ts';
import type { Seconds } from './time.ts';

/**
 * What a membership grants.
 *
 * @example const membership: Membership = { role: 'editor', expiresAt: null };
 */
export interface Membership {
  readonly role: string;
  /** Whole seconds since the Unix epoch, rounded down; null for a membership without end. */
  readonly expiresAt: Seconds | null;
}

/**
 * Memberships by the ids of their organisations.
 *
 * @example const memberships: Memberships = { acme: { role: 'editor', expiresAt: null } };
 */
export type Memberships = Readonly<Record<string, Membership>>;

/**
 * The names in the token: role codes by organisation, ends by organisation, and whether there are more.
 *
 * @example additionalIn(token, ORG_CLAIMS) // { o: { acme: 'e' } }
 */
export const ORG_CLAIMS = ['o', 'ox', 'om'] as const;

/** Ids of organisations stand in paths, in rules and in every token. */
const ORG_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether an organisation can have this id: 1 to 64 letters, digits, `_` and `-`. Others get no claim.
 *
 * @example isOrgId('acme') // true
 */
export function isOrgId(id: unknown): id is string {
  return typeof id === 'string' && ORG_ID.test(id) && !id.startsWith('__');
}

/**
 * The memberships in the field `orgs` of a `users/{uid}` document, each with the names that its own document has. One that cannot be
 * read, is disabled or has no role is left out.
 *
 * @returns the memberships, and what is wrong with the first that cannot be read.
 * @example readMemberships(orgs, { acme: { role: 'editor' } }).memberships // { acme: { role: 'editor', expiresAt: null } }
 */
export function readMemberships(
  orgs: OrgTable,
  stored: unknown,
): { readonly memberships: Memberships; readonly problem: Problem | null } {
  const memberships: Record<string, Membership> = {};
  let problem: Problem | null = null;
  for (const [id, fields] of Object.entries(isMap(stored) ? stored : {})) {
    if (!isOrgId(id) || !isMap(fields)) continue;
    const read = readGrant(orgs, readFields(orgs.fields, fields));
    const { role, expiresAt } = read.grant;
    if (role !== null) memberships[id] = { role, expiresAt };
    if (read.problem !== null) {
      const { message, field } = read.problem;
      problem ??= {
        ...read.problem,
        message: `In the organisation ${id}: ${message}`,
        field: `${id}.${field}`,
      };
    }
  }
  return { memberships, problem };
}

/**
 * What of the memberships stands in the token, and what does not fit.
 *
 * @example const { claims, more }: EncodedOrgs = encodeOrgs(orgs, memberships, () => true);
 */
export interface EncodedOrgs {
  /** `o`, `ox` and `om`, each where it has something to say. */
  readonly claims: ClaimValues;
  /** The others in the same shape, `o` and `ox`. @default none: all fit */
  readonly more?: ClaimValues;
}

/**
 * Memberships as claims: all, or the first ones that fit and the flag `om`. Higher roles come first, then the ids in
 * order, so that who is an owner somewhere is one in the token.
 *
 * @param fits whether these claims have room beside the others.
 * @example encodeOrgs(orgs, { acme: { role: 'editor', expiresAt: null } }, () => true).claims // { o: { acme: 'e' } }
 */
export function encodeOrgs(
  orgs: OrgTable,
  memberships: Memberships,
  fits: (claims: ClaimValues) => boolean,
): EncodedOrgs {
  const ordered = Object.entries(memberships).sort(
    ([idA, a], [idB, b]) => rankOf(orgs, b.role) - rankOf(orgs, a.role) || (idA < idB ? -1 : 1),
  );
  const all = encode(orgs, ordered);
  if (fits(all)) return { claims: all };
  let [least, most] = [0, ordered.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits({ ...encode(orgs, ordered.slice(0, middle)), om: 1 })) least = middle;
    else most = middle - 1;
  }
  return {
    claims: { ...encode(orgs, ordered.slice(0, least)), om: 1 },
    more: encode(orgs, ordered.slice(least)),
  };
}

function encode({ codes }: OrgTable, ordered: readonly [string, Membership][]): ClaimValues {
  const ends = ordered.flatMap(([id, { expiresAt }]) =>
    expiresAt === null ? [] : [[id, expiresAt]],
  );
  return {
    ...(ordered.length > 0 && {
      o: Object.fromEntries(ordered.map(([id, { role }]) => [id, codes[role] as string])),
    }),
    ...(ends.length > 0 && { ox: Object.fromEntries(ends) }),
  };
}

/**
 * The membership that claims name, in effect or over; null for none. A code that the table does not have, and an end
 * that cannot be read, are none.
 *
 * @param claims of a token, or the `moreOrgs` of a marker.
 * @example membershipIn(config.orgs, token, 'acme')?.role // 'editor'
 */
export function membershipIn(
  orgs: Pick<OrgTable, 'ranking' | 'codes'>,
  claims: Readonly<Record<string, unknown>>,
  orgId: string,
): Membership | null {
  const code = entryOf(claims.o, orgId);
  const role = orgs.ranking.find((name) => orgs.codes[name] === code);
  const end = entryOf(claims.ox, orgId) ?? null;
  return role !== undefined && isEnd(end) ? { role, expiresAt: end } : null;
}

/**
 * The ids of the organisations that claims name.
 *
 * @example orgIdsIn({ o: { acme: 'e' } }) // ['acme']
 */
export function orgIdsIn({ o }: Readonly<Record<string, unknown>>): readonly string[] {
  return isMap(o) ? Object.keys(o) : [];
}

const entryOf = (map: unknown, id: string): unknown =>
  isMap(map) && Object.hasOwn(map, id) ? map[id] : undefined;

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
