import type { ClaimValues } from './additional-claims.ts';
import { isEnd, isVersion } from './heard-marker.ts';
import { isSameJson } from './json.ts';
import { MAX_CLAIMS_LENGTH, RESERVED_CLAIMS } from './limits.ts';
import type { Problem } from './problems.ts';
import type { Seconds } from './time.ts';
import type { ClaimsVersion } from './timestamp.ts';

/**
 * A user's access as a token carries it.
 *
 * @example
 * const access: Access = { role: 'editor', expiresAt: null, version: 1_795_000_000_000_000 };
 */
export interface Access {
  /** The granted role, null for none. */
  readonly role: string | null;
  /** When the grant ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: Seconds | null;
  /** Version of the `users/{uid}` revision it was computed from; 0 when there is none. */
  readonly version: ClaimsVersion;
  /** The claims beside the role, where the app has any. @default none */
  readonly additionalClaims?: ClaimValues | undefined;
}

/**
 * Custom claims as Firebase Auth stores them: one object an account, shared by all code that sets claims.
 *
 * @example const claims: CustomClaims = (await auth.getUser(uid)).customClaims ?? {};
 */
export type CustomClaims = Readonly<Record<string, unknown>>;

/**
 * Access without a role.
 *
 * @example decodeClaims(null) // NO_ACCESS
 */
export const NO_ACCESS: Access = { role: null, expiresAt: null, version: 0 };

/** The claims of every app; all but these and the configuration's own belong to other code. */
const OWN_CLAIMS = ['role', 'cv', 'rx'] as const;

/**
 * The claims for an access: `role` and `rx` are present only when they have a value, and additional ones as they are.
 *
 * @example
 * encodeClaims({ role: 'editor', expiresAt: null, version: 5 }) // { role: 'editor', cv: 5 }
 */
export function encodeClaims(access: Access): CustomClaims {
  return {
    ...(access.role !== null && { role: access.role }),
    cv: access.version,
    ...(access.role !== null && access.expiresAt !== null && { rx: access.expiresAt }),
    ...access.additionalClaims,
  };
}

/**
 * Reads access out of an account's custom claims or a decoded ID token. Anything malformed denies:
 * a `role` that is no string and an `rx` that is no number yield no role, a malformed `cv` version 0.
 * The role is not checked against a table; `permits` grants nothing to an unknown one.
 *
 * @example decodeClaims(await auth.verifyIdToken(token)).role
 */
export function decodeClaims(claims: unknown): Access {
  const { role, cv, rx: expiresAt = null } = (claims ?? {}) as Record<string, unknown>;
  const version = isVersion(cv) ? cv : 0;
  return typeof role === 'string' && isEnd(expiresAt)
    ? { role, expiresAt, version }
    : { ...NO_ACCESS, version };
}

/**
 * The account's claims with those of live-claims replaced and all others kept.
 *
 * @param names of the additional claims that are live-claims', or were.
 * @example
 * mergeClaims({ plan: 'pro' }, { role: 'editor', expiresAt: null, version: 5 }) // { plan: 'pro', role: 'editor', cv: 5 }
 */
export function mergeClaims(
  existing: CustomClaims,
  access: Access,
  names: readonly string[] = [],
): CustomClaims {
  const own = [...OWN_CLAIMS, ...names];
  const foreign = Object.entries(existing).filter(([name]) => !own.includes(name));
  return { ...Object.fromEntries(foreign), ...encodeClaims(access) };
}

/**
 * The account's claims without a role, for access that cannot be read or does not fit: other claims
 * are kept in their order as far as they fit beside `cv`, which alone always does.
 *
 * @example claimsWithoutRole({ plan: 'pro', role: 'editor' }, 5) // { plan: 'pro', cv: 5 }
 */
export function claimsWithoutRole(
  existing: CustomClaims,
  version: ClaimsVersion,
  names: readonly string[] = [],
): CustomClaims {
  const own = encodeClaims({ ...NO_ACCESS, version });
  let kept: CustomClaims = {};
  for (const [name, value] of Object.entries(existing)) {
    if ([...OWN_CLAIMS, ...names].includes(name)) continue;
    const more = { ...kept, [name]: value };
    if (claimsProblem({ ...more, ...own }) === null) kept = more;
  }
  return { ...kept, ...own };
}

/**
 * Whether the claims say exactly this access, in the shape that `encodeClaims` gives it today.
 *
 * @example
 * carriesAccess({ role: 'editor', cv: 5 }, { role: 'editor', expiresAt: null, version: 5 }) // true
 */
export function carriesAccess(
  claims: CustomClaims,
  access: Access,
  names: readonly string[] = [],
): boolean {
  const encoded = encodeClaims(access);
  return (
    OWN_CLAIMS.every((name) => claims[name] === encoded[name]) &&
    names.every((name) => isSameJson(claims[name], encoded[name]))
  );
}

/**
 * The additional claims of these names in a token or an account's custom claims; undefined for none.
 *
 * @example additionalIn({ role: 'editor', plan: 'pro' }, ['plan']) // { plan: 'pro' }
 */
export function additionalIn(
  claims: Readonly<Record<string, unknown>>,
  names: readonly string[],
): ClaimValues | undefined {
  const found = names.filter((name) => claims[name] !== undefined);
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map((name) => [name, claims[name]])) as ClaimValues;
}

/**
 * What Firebase Auth would refuse about these claims, or null when it accepts them.
 *
 * @example claimsProblem({ iss: 'x' })?.code // 'reserved-claim'
 */
export function claimsProblem(claims: CustomClaims): Problem | null {
  const reserved = Object.keys(claims).find((name) => RESERVED_CLAIMS.includes(name));
  if (reserved !== undefined) {
    return {
      code: 'reserved-claim',
      message: `The account carries a claim named "${reserved}", which Firebase Auth reserves. Remove it and save the role again.`,
      field: reserved,
    };
  }
  const { length } = JSON.stringify(claims);
  if (length > MAX_CLAIMS_LENGTH) {
    return {
      code: 'claims-too-large',
      message: `With the role added, the account's custom claims would be ${length} characters long; ${MAX_CLAIMS_LENGTH} are allowed. Remove other claims and save the role again.`,
    };
  }
  return null;
}
