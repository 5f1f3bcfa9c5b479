import {
  type ClaimSources,
  ORG_CLAIMS,
  type OrgTable,
  permissionsOf,
  type Roles,
} from '../core/index.ts';
import { quote, quoteCode, segment } from './literals.ts';
import type { RulesOptions } from './rules-options.ts';

/** What the block says of lockdowns: see `LockdownChecks`. */
interface Lockdown {
  /** ` && passesLockdown()` for the checks that ask for one. */
  readonly passes: (check: 'token' | 'marker' | 'document', prefix: string) => string;
  /** Whether `canIn()`, which the others include, asks already. */
  readonly atToken: boolean;
}

/** The pieces of the block for claims beside the role; each is empty for an app that has none. */
export interface AdditionalPieces {
  /** In the comment at its head. */
  readonly comment: string;
  /** After the warning of rules for everything. */
  readonly warning: string;
  /** The documents of organisations. */
  readonly matches: string;
  /** The checks. */
  readonly functions: string;
  /** In `tokenIsCurrent()`. */
  readonly isCurrent: string;
  /** The tables at its end. */
  readonly tables: readonly string[];
}

/**
 * What an app with organisations, or with claims of its own, has in its block beside the others'.
 *
 * @param width how long a line may be, in characters.
 */
export function renderAdditional(
  options: RulesOptions,
  width: number,
  lockdown: Lockdown,
): AdditionalPieces {
  const { orgs, claims = {} } = options;
  const ownNames = Object.entries(claims).map(([key, { claim = key }]) => [key, claim] as const);
  const names = [...ownNames.map(([, claim]) => claim), ...(orgs === undefined ? [] : ORG_CLAIMS)];
  if (names.length === 0) {
    return { comment: '', warning: '', matches: '', functions: '', isCurrent: '', tables: [] };
  }
  return {
    comment: orgs === undefined ? '' : commentOf(options, lockdown.atToken),
    warning:
      orgs === undefined
        ? ''
        : ` Nor must \`match /${options.collections.orgs}/{orgId}/{document=**}\`:\n// members would write their own roles.`,
    matches: orgs === undefined ? '' : matchesOf(options, orgs),
    functions:
      (ownNames.length === 0 ? '' : CLAIM) +
      (orgs === undefined ? '' : checksOf(options, lockdown)) +
      currentOf(names),
    isCurrent: '\n    && additionalClaimsMatch(marker)',
    tables: [...claimTable(claims), ...(orgs === undefined ? [] : orgTables(orgs, width))],
  };
}

/** Permissions by role, lowest rank first, as entries of a map in rules. */
export function roleEntries(roles: Roles, width: number): string[] {
  const entries = roles.ranking.map((role) => {
    const permissions = permissionsOf(roles, role).map(quote);
    const oneLine = `    ${quote(role)}: [${permissions.join(', ')}]`;
    if (oneLine.length < width) return oneLine;
    return `    ${quote(role)}: [\n      ${permissions.join(',\n      ')}\n    ]`;
  });
  return entries.join(',\n').split('\n');
}

function commentOf({ collections }: RulesOptions, atToken: boolean): string {
  const { orgs, members, settings } = collections;
  return `//
// The same by the role that the account has in an organisation:
//
//   canIn(orgId, permission)         the token: ${atToken ? `${settings}/access` : 'nothing'}
//   canCurrentIn(orgId, permission)  the token, if it matches the marker, as canCurrent() does
//   canNowIn(orgId, permission)      ${orgs}/{orgId}/${members}/{uid}, and what canNow() looks up
//
// A token without room for all organisations says so: for those that it does not name, canIn()
// and canCurrentIn() look up what canNowIn() does.
`;
}

function matchesOf({ collections }: RulesOptions, { can }: OrgTable): string {
  const [orgs, members, audit, invites] = [
    collections.orgs,
    collections.members,
    collections.audit,
    collections.invites,
  ].map(segment);
  const by = (permission: string) => `canNowIn(orgId, ${quote(permission)})`;
  return `
// Organisations: the members of each, changes of their access, and roles that wait for an address
// to sign up. Only functions write these. Each account reads its own membership.
match /${orgs}/{orgId}/${members}/{uid} {
  allow get: if isMe(uid) || ${by(can.listMembers)};
  allow list: if ${by(can.listMembers)};
}

match /${orgs}/{orgId}/${audit}/{entry} {
  allow read: if ${by(can.readAudit)};
}

match /${orgs}/{orgId}/${invites}/{invite} {
  allow read: if ${by(can.grantRoles)};
}
`;
}

const CLAIM = `
// A claim beside the role, by its name in the configuration; null for none. Consults the token,
// as can() does.
function claim(name) {
  return isSignedIn() && claimedNumber('cv') > 0 && name in claimNames()
    ? request.auth.token.get(claimNames()[name], null) : null;
}
`;

function checksOf({ collections, fields }: RulesOptions, lockdown: Lockdown): string {
  const { passes, atToken } = lockdown;
  const [orgs, members, users] = [collections.orgs, collections.members, collections.users].map(
    segment,
  );
  return `
// Consults the token, as can() does, and the membership where the token has no room for it.
function canIn(orgId, permission) {
  let code = request.auth.token.get(['o', orgId], null);
  return isSignedIn()
    && claimedNumber('cv') > 0
    && (code == null
      ? request.auth.token.get('om', null) == 1 && canNowIn(orgId, permission)
      : isBeforeSecond(request.auth.token.get(['ox', orgId], null))
        && orgRoleHas(orgRoleOf(code), permission))${passes('token', '\n    ')};
}

function canCurrentIn(orgId, permission) {
  return canIn(orgId, permission) && tokenIsCurrent()${atToken ? '' : passes('marker', ' ')};
}

function canNowIn(orgId, permission) {
  return isSignedIn() && isOrgId(orgId) && orgRoleHas(effectiveRoleIn(orgId), permission)${passes('document', '\n    ')};
}

// The role in the membership, as long as it and the account's session hold; null for none.
function effectiveRoleIn(orgId) {
  let member = get(/databases/$(database)/documents/${orgs}/$(orgId)/${members}/$(request.auth.uid)).data;
  let user = get(/databases/$(database)/documents/${users}/$(request.auth.uid)).data;
  return hasValidSession(user)
    && member.get(${quote(fields.disabled)}, false) == false
    && isBefore(member.get(${quote(fields.expiresAt)}, null))
    ? member.get(${quote(fields.role)}, null) : null;
}

// It becomes part of a path: a text with a slash would lead to another document.
function isOrgId(orgId) {
  return orgId is string && orgId.matches('[A-Za-z0-9_-]{1,64}') && !orgId.matches('__.*');
}

function orgRoleOf(code) {
  return code is string ? orgRolesByCode().get(code, null) : null;
}

function orgRoleHas(role, permission) {
  return role is string && permission in permissionsByOrgRole().get(role, []);
}
`;
}

function currentOf(names: readonly string[]): string {
  const all = names.map((name) => `claimMatches(marker, ${quote(name)})`);
  return `
// Also what stands beside the role: claims of a session take precedence there as well.
function additionalClaimsMatch(marker) {
  return ${all.join('\n    && ')};
}

function claimMatches(marker, name) {
  return request.auth.token.get(name, null) == marker.get(['additionalClaims', name], null);
}
`;
}

function claimTable(claims: ClaimSources): string[] {
  const entries = Object.entries(claims).map(
    ([key, { claim = key }]) => `    ${quote(key)}: ${quote(claim)}`,
  );
  return entries.length === 0 ? [] : mapFunction('claimNames', entries.join(',\n').split('\n'));
}

function orgTables(orgs: OrgTable, width: number): string[] {
  const codes = orgs.ranking.map(
    (role) => `    ${quoteCode(orgs.codes[role] as string)}: ${quote(role)}`,
  );
  return [
    ...mapFunction('permissionsByOrgRole', roleEntries(orgs, width)),
    ...mapFunction('orgRolesByCode', codes.join(',\n').split('\n')),
  ];
}

/** A function that returns a map, with the empty line before it. */
export function mapFunction(name: string, entries: readonly string[]): string[] {
  return ['', `function ${name}() {`, '  return {', ...entries, '  };', '}'];
}
