import { defineConfig, defineRoles, type LiveClaimsConfig } from 'live-claims/core';

/** Roles of a project without any: enough to begin, and to be seen before the parameters are there. */
export const DEFAULT_ROLES = '{ "member": [], "owner": ["users.manage"] }';

/** The parameters of an instance, as a function finds them in its environment. */
export interface ParamValues {
  /** A JSON object: each role with a list of its permissions, the lowest rank first. */
  readonly ROLES?: string;
  readonly INITIAL_ROLE?: string;
  readonly GRANT_PERMISSION?: string;
  readonly USERS_COLLECTION?: string;
  readonly ROLE_FIELD?: string;
  readonly DATABASE?: string;
  readonly ACCOUNTS_PER_SECOND?: string;
}

/**
 * The configuration that an instance's parameters stand for. During a deployment they are absent: their defaults take
 * their place.
 *
 * @throws {TypeError} with a sentence that names the parameter or the option, and what it may be.
 */
export function configOfParams(params: ParamValues): LiveClaimsConfig {
  const permissions = readRoles(params.ROLES || DEFAULT_ROLES);
  const ranking = Object.keys(permissions);
  const { USERS_COLLECTION: users, ROLE_FIELD: role, DATABASE: database } = params;
  const perSecond = params.ACCOUNTS_PER_SECOND;
  return defineConfig({
    roles: defineRoles({ ranking, permissions, initialRole: params.INITIAL_ROLE || null }),
    can: { grantRoles: params.GRANT_PERMISSION || 'users.manage' },
    ...(users && { collections: { users } }),
    ...(role && { fields: { role } }),
    ...(database && { database }),
    ...(perSecond && { limits: { accountsPerSecond: Number(perSecond) } }),
  });
}

function readRoles(json: string): Readonly<Record<string, readonly string[]>> {
  const wrong = (why: string) =>
    new TypeError(`The parameter ROLES ${why}. Write it like this: ${DEFAULT_ROLES}`);
  let roles: unknown;
  try {
    roles = JSON.parse(json);
  } catch (cause) {
    throw wrong(`is no JSON: ${(cause as Error).message}`);
  }
  if (typeof roles !== 'object' || roles === null || Array.isArray(roles)) {
    throw wrong('is no object of roles');
  }
  for (const [role, list] of Object.entries(roles)) {
    if (Array.isArray(list) && list.every((permission) => typeof permission === 'string')) continue;
    throw wrong(`has something else than a list of permissions for ${JSON.stringify(role)}`);
  }
  return roles as Readonly<Record<string, readonly string[]>>;
}
