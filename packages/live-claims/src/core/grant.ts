import { DEFAULT_NAMES } from './names.ts';
import { type Problem, showValue } from './problems.ts';
import { isRole, type RoleTable } from './roles.ts';
import { type Milliseconds, millisecondsOf, type Seconds } from './time.ts';
import { type ClaimsVersion, isTimestamp, versionAt } from './timestamp.ts';

/**
 * What a `users/{uid}` document grants.
 *
 * @example const grant: Grant = { ...NO_GRANT, role: 'editor' };
 */
export interface Grant {
  readonly role: string | null;
  /** Whole seconds since the Unix epoch, rounded down; null for a grant without end. */
  readonly expiresAt: Seconds | null;
  readonly disabled: boolean;
}

/**
 * What a missing document grants.
 *
 * @example readGrant(roles, {}).grant // NO_GRANT
 */
export const NO_GRANT: Grant = { role: null, expiresAt: null, disabled: false };

/**
 * The role that counts at this moment: in its last second a grant is over, as in security rules.
 *
 * @example effectiveRole({ role: 'editor', expiresAt: 1_700_000_000 }, Date.now()) // null
 */
export function effectiveRole(
  { role, expiresAt }: Pick<Grant, 'role' | 'expiresAt'>,
  now: Milliseconds,
): string | null {
  return expiresAt !== null && millisecondsOf(expiresAt) <= now ? null : role;
}

/**
 * A grant, and what is wrong with the document that it was read from.
 *
 * @example const { grant, problem }: ReadGrant = readGrant(roles, snapshot.data() ?? {});
 */
export interface ReadGrant {
  readonly grant: Grant;
  /** Null when everything could be read. With a problem the grant has no role. */
  readonly problem: Problem | null;
}

/**
 * Reads the grant out of a `users/{uid}` document, which may have been edited in the Firebase console, and
 * whose fields have the default names: see `readFields`. A problem names the field as the app does.
 * Only the fields that decide access are looked at. A disabled account has no role, whatever else
 * the document says, and any value of `disabled` other than false disables, as in the security rules.
 * An absent or null role is no role; any other value that is not exactly a role of the table is a
 * problem, never a guess, and grants nothing.
 *
 * @example readGrant(roles, { role: 'Editor' }) // { grant: NO_GRANT, problem: { code: 'unknown-role', … } }
 */
export function readGrant(
  table: RoleTable,
  document: Readonly<Record<string, unknown>>,
): ReadGrant {
  const { role = null, roleExpiresAt = null, disabled = false } = document;
  if (disabled !== false) {
    const isReadable = typeof disabled === 'boolean';
    const problem = isReadable ? null : wrongType(table.fields.disabled, disabled, 'true or false');
    return { grant: { ...NO_GRANT, disabled: true }, problem };
  }
  if (role === null) return { grant: NO_GRANT, problem: misnamedRole(table.fields.role, document) };
  if (typeof role !== 'string') return nothing(wrongType(table.fields.role, role, 'a text'));
  if (!isRole(table, role)) return nothing(roleProblem(table, role));
  if (roleExpiresAt === null) return { grant: { ...NO_GRANT, role }, problem: null };
  if (!isTimestamp(roleExpiresAt)) {
    return nothing(wrongType(table.fields.expiresAt, roleExpiresAt, 'a timestamp'));
  }
  return { grant: { ...NO_GRANT, role, expiresAt: roleExpiresAt.seconds }, problem: null };
}

function nothing(problem: Problem): ReadGrant {
  return { grant: NO_GRANT, problem };
}

/**
 * Reads when the account's sessions were last ended out of a `users/{uid}` document: whole seconds
 * since the Unix epoch, rounded down, as Firebase Auth counts; null for never. It is separate from
 * the grant: a role that cannot be read must not keep a session open. A time that cannot be read, or
 * that no sign-in could meet, ends every session up to this revision, and is a problem.
 *
 * @param document under the default names, as for `readGrant`.
 * @param version of the document's revision. A time after it is a problem.
 * @param field what the app calls the field; a problem says it.
 * @example readSessionsEnd({}, version) // { endedAt: null, problem: null }
 */
export function readSessionsEnd(
  document: Readonly<Record<string, unknown>>,
  version: ClaimsVersion,
  field: string = DEFAULT_NAMES.fields.sessionsRevokedAt,
): { readonly endedAt: Seconds | null; readonly problem: Problem | null } {
  const { sessionsRevokedAt: end = null } = document;
  if (end === null) return { endedAt: null, problem: null };
  const endedAt = Math.floor(version / 1_000_000);
  if (!isTimestamp(end)) {
    return { endedAt, problem: wrongType(field, end, 'a timestamp') };
  }
  if (versionAt(end) <= version) return { endedAt: end.seconds, problem: null };
  return {
    endedAt,
    problem: {
      code: 'in-the-future',
      message: `The field "${field}" lies in the future, so no sign-in could follow it. Set it to now.`,
      field,
      value: new Date(end.seconds * 1000).toISOString(),
    },
  };
}

function roleProblem(table: RoleTable, role: string): Problem {
  const value = showValue(role);
  const known = table.ranking.join(', ');
  if (isRole(table, role.trim())) {
    return {
      code: 'stray-blank',
      message: `The role ${value} has a blank before or after it. Write "${role.trim()}".`,
      field: table.fields.role,
      value,
    };
  }
  const lower = role.trim().toLowerCase();
  const hint = isRole(table, lower) ? ` Did you mean "${lower}"?` : ` Use one of: ${known}.`;
  return {
    code: 'unknown-role',
    message: `There is no role ${value}.${hint}`,
    field: table.fields.role,
    value,
  };
}

/** A role in a misspelled field: `Role`, `"role "`. Without a problem it would silently grant nothing. */
function misnamedRole(field: string, document: Readonly<Record<string, unknown>>): Problem | null {
  if ((document.role ?? null) !== null) return null;
  const name = Object.keys(document).find(
    (key) => key !== field && key.trim().toLowerCase() === field.toLowerCase(),
  );
  if (name === undefined || (document[name] ?? null) === null) return null;
  return {
    code: 'misnamed-field',
    message: `The field ${showValue(name)} is not read. The role stands in "${field}".`,
    field: name,
    value: showValue(document[name]),
  };
}

function wrongType(field: string, value: unknown, expected: string): Problem {
  return {
    code: 'wrong-type',
    message: `The field "${field}" must be ${expected}, not ${showValue(value)}.`,
    field,
    value: showValue(value),
  };
}
