import { type Problem, showValue } from './problems.ts';
import { isRole, type RoleTable } from './roles.ts';
import { type ClaimsVersion, isTimestamp, versionAt } from './timestamp.ts';

/** What a `users/{uid}` document grants. */
export interface Grant {
  readonly role: string | null;
  /** Whole seconds since the Unix epoch, rounded down; null for a grant without end. */
  readonly expiresAt: number | null;
  readonly disabled: boolean;
}

/** What a missing document grants. */
export const NO_GRANT: Grant = { role: null, expiresAt: null, disabled: false };

export type ReadGrant =
  | { readonly grant: Grant; readonly problem: null }
  | { readonly grant: null; readonly problem: Problem };

/**
 * Reads the grant out of a `users/{uid}` document that anybody may have typed into the console.
 * Only the fields that decide access are looked at. A disabled account has no role, whatever else
 * the document says. An absent or null role is no role; any other value that is not exactly a role
 * of the table is a problem, never a guess.
 */
export function readGrant(
  table: RoleTable,
  document: Readonly<Record<string, unknown>>,
): ReadGrant {
  const { role = null, roleExpiresAt = null, disabled = false } = document;
  if (typeof disabled !== 'boolean') return wrongType('disabled', disabled, 'true or false');
  if (disabled) return { grant: { role: null, expiresAt: null, disabled: true }, problem: null };
  if (role === null) return { grant: NO_GRANT, problem: null };
  if (typeof role !== 'string') return wrongType('role', role, 'a text');
  if (!isRole(table, role)) return { grant: null, problem: roleProblem(table, role) };
  if (roleExpiresAt === null) return { grant: { ...NO_GRANT, role }, problem: null };
  if (!isTimestamp(roleExpiresAt)) return wrongType('roleExpiresAt', roleExpiresAt, 'a timestamp');
  return { grant: { ...NO_GRANT, role, expiresAt: roleExpiresAt.seconds }, problem: null };
}

/**
 * Reads when the account's sessions were last ended out of a `users/{uid}` document: whole seconds
 * since the Unix epoch, rounded down, as Firebase Auth counts; null for never. It stands apart from
 * the grant: a role that nobody can read must not keep somebody signed in.
 *
 * @param version of the document's revision. A time after it is a problem: no sign-in could meet it.
 */
export function readSessionsEnd(
  document: Readonly<Record<string, unknown>>,
  version: ClaimsVersion,
): { readonly endedAt: number | null; readonly problem: Problem | null } {
  const { sessionsRevokedAt: end = null } = document;
  if (end === null) return { endedAt: null, problem: null };
  if (!isTimestamp(end)) {
    const { problem } = wrongType('sessionsRevokedAt', end, 'a timestamp');
    return { endedAt: null, problem };
  }
  if (versionAt(end) <= version) return { endedAt: end.seconds, problem: null };
  return {
    endedAt: null,
    problem: {
      code: 'in-the-future',
      message:
        'The field "sessionsRevokedAt" lies in the future, which nobody could sign in after. Set it to now.',
      field: 'sessionsRevokedAt',
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
      field: 'role',
      value,
    };
  }
  const lower = role.trim().toLowerCase();
  const hint = isRole(table, lower) ? ` Did you mean "${lower}"?` : ` Use one of: ${known}.`;
  return {
    code: 'unknown-role',
    message: `There is no role ${value}.${hint}`,
    field: 'role',
    value,
  };
}

function wrongType(field: string, value: unknown, expected: string): ReadGrant {
  return {
    grant: null,
    problem: {
      code: 'wrong-type',
      message: `The field "${field}" must be ${expected}, not ${showValue(value)}.`,
      field,
      value: showValue(value),
    },
  };
}
