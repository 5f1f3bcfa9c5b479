import { type ClaimSources, type ClaimValues, claimNamesOf } from '../core/additional-claims.ts';
import { additionalIn } from '../core/claims.ts';
import { effectiveRole } from '../core/grant.ts';
import type { HeardMarker } from '../core/heard-marker.ts';
import { isSameJson } from '../core/json.ts';
import { type Membership, membershipIn, ORG_CLAIMS, orgIdsIn } from '../core/orgs.ts';
import { type OrgTable, permissionsOf, rankOf } from '../core/roles.ts';
import { type Milliseconds, millisecondsOf } from '../core/time.ts';
import type { TokenClaims } from './firebase-port.ts';
import type { ClaimsSnapshot, OrgAccess } from './types.ts';

/** Of an account's state, where the claims are. */
interface Sides {
  readonly token: TokenClaims | null;
  readonly marker: HeardMarker | null;
}

/** What the client asks of the claims beside the role. */
export interface AdditionalClaims {
  /** Whether the token says something else than the marker. */
  differ(state: Sides): boolean;
  /** When memberships end. */
  ends(state: Sides): readonly Milliseconds[];
  /**
   * What counts at this moment.
   *
   * @param needsBoth whether only that counts which the marker says as well.
   * @param now in milliseconds since the Unix epoch.
   */
  effective(
    state: Sides,
    needsBoth: boolean | undefined,
    lockedDown: boolean,
    now: Milliseconds,
  ): Pick<ClaimsSnapshot, 'orgs' | 'custom'>;
}

/**
 * The option `additional` of `createLiveClaims`: fills `orgs` and `custom` of its snapshots, for an app with
 * organisations or claims of its own. It adds 0.7 kB (minified and gzipped) to the page; an app that does not import it
 * does not load it.
 *
 * @example
 * const claims = createLiveClaims({ auth, firestore, config, additional: additionalClaims });
 * const { orgs, custom } = claims.getSnapshot();
 */
export function additionalClaims({
  claims = {},
  orgs,
}: {
  readonly claims?: ClaimSources | undefined;
  readonly orgs?: OrgTable | undefined;
}): AdditionalClaims {
  const names = [...claimNamesOf(claims), ...(orgs ? ORG_CLAIMS : [])];
  return {
    differ: ({ token, marker }) =>
      !isSameJson(
        additionalIn(token?.claims ?? {}, names),
        additionalIn(marker?.additionalClaims ?? {}, names),
      ),
    ends: (state) =>
      [inToken(state), ...inMarker(state)].flatMap(({ ox }) =>
        Object.values(ox ?? {}).map(millisecondsOf),
      ),
    effective(state, needsBoth, lockedDown, now) {
      const custom: Record<string, unknown> = {};
      const [marked = {}] = inMarker(state);
      for (const [key, { claim = key }] of Object.entries(claims)) {
        const value = inToken(state)[claim];
        if (value === undefined || (needsBoth && !isSameJson(value, marked[claim]))) continue;
        custom[key] = value;
      }
      const memberships: Record<string, OrgAccess> = Object.create(null);
      for (const [id, sides] of orgs ? sidesOf(orgs, state, needsBoth) : []) {
        const access = accessBy(orgs as OrgTable, sides, now);
        if (access) memberships[id] = lockedDown ? { ...access, permissions: [] } : access;
      }
      return { orgs: memberships, custom };
    },
  };
}

/** The token's claims; none without a version, which other code has set. */
const inToken = ({ token }: Sides): ClaimValues =>
  token?.access.version ? (token.claims as ClaimValues) : {};

/** What the marker says of them: those in the token, and the memberships that have no room there. */
const inMarker = ({ marker }: Sides): readonly ClaimValues[] =>
  marker && !marker.disabled ? [marker.additionalClaims ?? {}, marker.moreOrgs ?? {}] : [];

/**
 * The memberships by what has to agree on them: the token, and where the token is out of date the marker. An
 * organisation that is not named in a token without room for all (`om`) is looked up by the security rules; what the
 * marker says of it is the latest that is known.
 */
function* sidesOf(
  orgs: OrgTable,
  state: Sides,
  needsBoth: boolean | undefined,
): Generator<[id: string, sides: readonly (Membership | null)[]]> {
  const token = inToken(state);
  const marker = inMarker(state);
  const marked = (id: string) =>
    marker.map((claims) => membershipIn(orgs, claims, id)).find((found) => found) ?? null;
  const named = orgIdsIn(token);
  for (const id of named) {
    const own = membershipIn(orgs, token, id);
    yield [id, needsBoth ? [own, marked(id)] : [own]];
  }
  for (const id of token.om === 1 ? marker.flatMap(orgIdsIn) : []) {
    if (!named.includes(id)) yield [id, [marked(id)]];
  }
}

/** The access on which all sides agree; null where one of them gives none, or none any more. */
function accessBy(
  orgs: OrgTable,
  sides: readonly (Membership | null)[],
  now: Milliseconds,
): OrgAccess | null {
  const roles = sides.map((side) => side && effectiveRole(side, now));
  const [role = null] = roles.sort((one, other) => rankOf(orgs, one) - rankOf(orgs, other));
  if (role === null) return null;
  const ends = sides.flatMap((side) => side?.expiresAt ?? []);
  return {
    role,
    permissions: permissionsOf(orgs, role).filter((permission) =>
      roles.every((other) => permissionsOf(orgs, other).includes(permission)),
    ),
    expiresAt: ends.length ? millisecondsOf(Math.min(...ends)) : null,
  };
}
