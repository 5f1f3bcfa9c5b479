import { accessFieldsOf, type Check, topRole } from '../core/index.ts';
import { quote, segment } from './literals.ts';
import { mapFunction, renderAdditional, roleEntries } from './render-additional.ts';
import * as receipts from './render-receipts.ts';
import type { RulesOptions } from './rules-options.ts';

/** Why these: docs/decisions/008-which-checks-ask-for-a-lockdown.md. */
const DEFAULT_LOCKDOWN_CHECKS: readonly Check[] = ['marker', 'document'];

/**
 * The part of the security rules that is live-claims': the checks, the role table, and who may read the
 * marker, the settings, the audit log, invites and jobs. It goes inside of
 * `match /databases/{database}/documents`, beside the app's own rules.
 *
 * @param width how long a line may be, in characters; longer lists of permissions are broken.
 * @returns the lines, not indented.
 * @throws {Error} when a name is not allowed in rules, or `lockdownChecks` has `token` without `marker`.
 * @example renderBlock(config, 96).join('\n');
 */
export function renderBlock(options: RulesOptions, width: number): string[] {
  const { roles, collections, fields } = options;
  const lockdownChecks = options.lockdownChecks?.rules ?? DEFAULT_LOCKDOWN_CHECKS;
  if (lockdownChecks.includes('token') && !lockdownChecks.includes('marker')) {
    throw new Error(
      'canCurrent() includes can(): lockdownChecks with "token" needs "marker" as well.',
    );
  }
  const at = Object.fromEntries(
    Object.entries(collections).map(([key, name]) => [key, segment(name)]),
  ) as Record<keyof RulesOptions['collections'], string>;
  const field = Object.fromEntries(
    Object.entries(fields).map(([key, name]) => [key, quote(name)]),
  ) as Record<keyof RulesOptions['fields'], string>;
  const passes = (check: Check, prefix: string) =>
    lockdownChecks.includes(check) ? `${prefix}&& passesLockdown()` : '';
  const asked = (check: Check) =>
    lockdownChecks.includes(check) ? ` and ${at.settings}/access` : '';
  const atToken = lockdownChecks.includes('token');
  const additional = renderAdditional(options, width, { passes, atToken });

  const text = `
// Written by live-claims from the app's roles: what is changed by hand between the two markers is
// overwritten. Three checks, and what each looks up; Firestore bills a document once per request:
//
//   can(permission)         the token: ${atToken ? `${at.settings}/access` : 'nothing'}
//   canCurrent(permission)  the token, if it matches the marker: ${at.markers}/{uid}${asked('marker')}
//   canNow(permission)      the role at this moment: ${at.users}/{uid}${asked('document')}
${additional.comment}//
// A rule for everything (\`match /{document=**}\`) beside this block must not allow writes: what
// one rule allows, no other takes back.${additional.warning}

// The marker: what an account's claims were last set to. Its owner reads it with a stale token,
// without a role and in a lockdown too, because that is how a client learns what to do.
match /${at.markers}/{uid} {
  allow get: if isMe(uid)${or(options.can.listUsers)};${list(options.can.listUsers)}
}
${options.receipts ? `${receipts.match(`${at.markers}/{uid}/${at.clients}/{place}`, or(options.can.listUsers))}\n` : ''}${readable(`${at.audit}/{entry}`, 'Changes of access: of which account, when, by which actor.', options.can.readAudit)}
// A lockdown, and the oldest session that is accepted. Every client reads it to show a lockdown.
match /${at.settings}/access {
  allow get: if isSignedIn();
}
${readable(
  `${at.invites}/{invite}`,
  'Roles that wait for an address to sign up.',
  options.can.grantRoles,
)}${readable(
  `${at.jobs}/{job}`,
  'Work on many accounts: how far it is, and which accounts it left out.',
  options.can.grantRoles,
  { below: `${at.skipped}/{uid}` },
)}${
  options.directory
    ? readable(
        `${at.directory}/{uid}`,
        'The directory: a row for each person, for lists.',
        options.can.listUsers,
        {
          check: 'canCurrent',
        },
      )
    : ''
}${additional.matches}
// Without a sign-in \`request.auth\` is null, and an error in a condition refuses. Every tenant of
// Identity Platform gives out ids of its own, which may be the same as an account's here.
function isSignedIn() {
  return request.auth.token.get(['firebase', 'tenant'], null) == null;
}

function isMe(uid) {
  return isSignedIn() && request.auth.uid == uid;
}

// Consults the token. A role without a version was not set by live-claims: no marker has it.
function can(permission) {
  return isSignedIn()
    && claimedNumber('cv') > 0
    && isBeforeSecond(request.auth.token.get('rx', null))
    && roleHas(request.auth.token.get('role', null), permission)${passes('token', '\n    ')};
}

function canCurrent(permission) {
  return can(permission) && tokenIsCurrent()${atToken ? '' : passes('marker', ' ')};
}

function canNow(permission) {
  return isSignedIn() && roleHas(effectiveRole(), permission)${passes('document', ' ')};
}
${additional.functions}
// Whether the account's claims are still what this token says. Looks up the marker; without one
// get() is an error.
function tokenIsCurrent() {
  let marker = get(/databases/$(database)/documents/${at.markers}/$(request.auth.uid)).data;
  return claimedNumber('cv') >= marker.version && tokenMatches(marker)${additional.isCurrent}
    && isValidSession(marker.get('disabled', false), marker.get('sessionsRevokedAt', null));
}

// Session claims (custom tokens, beforeSignIn) take precedence over the account's, so the version
// may be new and the role beside it not. Markers of releases before \`expiresAt\` are not compared.
function tokenMatches(marker) {
  return !('expiresAt' in marker)
    || request.auth.token.get('role', null) == marker.role
      && request.auth.token.get('rx', null) == marker.expiresAt;
}

// The role in ${at.users}/{uid}, as long as it holds; null for none.
function effectiveRole() {
  let user = get(/databases/$(database)/documents/${at.users}/$(request.auth.uid)).data;
  return hasValidSession(user) && isBefore(user.get(${field.expiresAt}, null))
    ? user.get(${field.role}, null) : null;
}

// Only a text names a role: for a map's get() the list ['admin'] would be a path to the same.
function roleHas(role, permission) {
  return role is string && permission in permissionsByRole().get(role, []);
}

// Not disabled, and signed in since the sessions were last ended. \`user\`: the data of
// ${at.users}/{uid}.
function hasValidSession(user) {
  return isValidSession(user.get(${field.disabled}, false), user.get(${field.sessionsRevokedAt}, null));
}

function isValidSession(disabled, endedAt) {
  return disabled == false && signedInSince(endedAt);
}

// Whether ${at.settings}/access lets the account in. Looks it up, and ${at.users}/{uid} only in a
// lockdown.
function passesLockdown() {
  return !exists(/databases/$(database)/documents/${at.settings}/access)
    || passesSettings(get(/databases/$(database)/documents/${at.settings}/access).data);
}

// A field that cannot be read, or a minimum that no sign-in can meet, is a lockdown. The top role
// passes it with any sign-in, so that it can put the field right.
function passesSettings(settings) {
  let lockdown = settings.get('lockdown', false);
  let minimum = settings.get('minimumAuthTime', null);
  return lockdown is bool && (minimum == null || minimum is timestamp && hasCome(minimum))
    ? signedInSince(minimum) && (!lockdown || effectiveRole() == topRole())
    : effectiveRole() == topRole();
}

// Whether an update touches what decides about access, or says who decided. Every rule that lets
// users edit their own document has to ask this; one that lets them create it, accessFields().
function changesAccess() {
  return request.resource.data.diff(resource.data).affectedKeys().hasAny(accessFields());
}
${options.receipts ? receipts.functions(at.markers) : ''}
// Times are whole seconds since the Unix epoch, as in Firebase Auth.

function wholeSecond(time) {
  return time.toMillis() / 1000;
}

function hasCome(time) {
  return wholeSecond(time) <= wholeSecond(request.time);
}

function signedInSince(time) {
  return time == null || time is timestamp && wholeSecond(time) <= claimedNumber('auth_time');
}

function isBefore(time) {
  return time == null || time is timestamp && wholeSecond(request.time) < wholeSecond(time);
}

// The claim \`rx\`: refuses from that second on.
function isBeforeSecond(second) {
  return second == null || isWhole(second) && wholeSecond(request.time) < second;
}

// A whole number in the token; 0, older than everything, when it is missing or is none.
function claimedNumber(claim) {
  let value = request.auth.token.get(claim, 0);
  return isWhole(value) ? value : 0;
}

function isWhole(value) {
  return value is number && int(value) == value;
}
`;
  return [
    ...text.trim().split('\n'),
    ...mapFunction('permissionsByRole', roleEntries(roles, width)),
    '',
    'function topRole() {',
    `  return ${quote(topRole(roles))};`,
    '}',
    '',
    'function accessFields() {',
    ...listOf(accessFieldsOf(options).map(quote), additional.tables.length > 0 ? width : null),
    '}',
    ...additional.tables,
  ];
}

/** The list in one line, or where that is wider than allowed in one for each. */
function listOf(items: readonly string[], width: number | null): string[] {
  const oneLine = `  return [${items.join(', ')}];`;
  if (width === null || oneLine.length <= width) return [oneLine];
  return [
    '  return [',
    ...items
      .join(',\n')
      .split('\n')
      .map((item) => `    ${item}`),
    '  ];',
  ];
}

const or = (permission: string | null): string =>
  permission === null ? '' : ` || canNow(${quote(permission)})`;

const list = (permission: string | null): string =>
  permission === null ? '' : `\n  allow list: if canNow(${quote(permission)});`;

/** A match that this permission may read, and the collection below it; nothing without a permission. */
function readable(
  path: string,
  comment: string,
  permission: string | null,
  { below, check = 'canNow' }: { readonly below?: string; readonly check?: string } = {},
) {
  if (permission === null) return '';
  const allow = `allow read: if ${check}(${quote(permission)});`;
  const inner = below === undefined ? '' : `\n\n  match /${below} {\n    ${allow}\n  }`;
  return `\n// ${comment}\nmatch /${path} {\n  ${allow}${inner}\n}\n`;
}
