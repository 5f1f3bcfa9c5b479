import {
  type BulkChange,
  isRole,
  isUid,
  MAX_BULK_CHANGES,
  type Milliseconds,
  type RoleTable,
} from '../core/index.ts';
import { dateIn } from './date-in.ts';
import type { CsvFile, CsvProblem, CsvRow } from './read-csv.ts';

/**
 * Which column says what; an absent one is not in the file. One of `uid` and `email` names the user, `uid` where a row
 * has both, and one of `role` and `disabled` says what is to change.
 *
 * @example const mapping: ColumnMapping = { email: 'E-Mail', role: 'Rolle' };
 */
export interface ColumnMapping {
  /** The column with the account id. @default none */
  readonly uid?: string | undefined;
  /** The column with the address, which the account has to have verified. @default none */
  readonly email?: string | undefined;
  /** The column with the role; `-` removes it. @default none: roles stay */
  readonly role?: string | undefined;
  /** The column with the end of the role: a date or ISO 8601; an empty cell for never. @default none: no end */
  readonly expiresAt?: string | undefined;
  /** The column that says whether the account is disabled: yes or no; an empty cell leaves it. @default none: it stays */
  readonly disabled?: string | undefined;
}

/** Names by which each column goes, folded. */
const NAMES: Readonly<Record<keyof ColumnMapping, readonly string[]>> = {
  uid: ['uid', 'id', 'userid', 'accountid', 'localid'],
  email: ['email', 'emailaddress', 'mail', 'address'],
  role: ['role', 'newrole', 'accesslevel'],
  expiresAt: ['expiresat', 'expires', 'ends', 'end', 'until', 'roleexpiresat'],
  disabled: ['disabled', 'blocked'],
};

/**
 * The mapping by the usual names of columns, whatever their case, blanks and hyphens; what is not recognised is absent.
 *
 * @example guessMapping(['E-Mail', 'Role', 'Notes']) // { email: 'E-Mail', role: 'Role' }
 */
export function guessMapping(columns: readonly string[]): ColumnMapping {
  const folded = new Map(
    columns.map((column) => [column.toLowerCase().replace(/[\s_-]/g, ''), column]),
  );
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([field, names]) => {
      const name = names.find((one) => folded.has(one));
      return name === undefined ? [] : [[field, folded.get(name)]];
    }),
  );
}

/**
 * Changes that a file asks for, for `bulkEdit`, and everything that is wrong with the rest.
 *
 * @example
 * const { changes, problems }: ChangesInFile = readChanges(roles, readCsv(text), mapping);
 */
export interface ChangesInFile {
  readonly changes: readonly BulkChange[];
  /** The line of each change, in their order. */
  readonly lines: readonly number[];
  /** In the order of the lines; a row with one is no change. */
  readonly problems: readonly CsvProblem[];
}

/**
 * The changes that a file asks for. Whether the users exist and may be changed is said by the preview of `bulkEdit`.
 *
 * @example
 * const file = readCsv(await chosen.text());
 * const { changes, problems } = readChanges(config.roles, file, guessMapping(file.columns));
 */
export function readChanges(
  roles: RoleTable,
  { columns, rows, problems }: CsvFile,
  mapping: ColumnMapping,
): ChangesInFile {
  const missing = missingColumns(columns, mapping);
  if (missing.length > 0) return { changes: [], lines: [], problems: [...problems, ...missing] };
  const read = rows.map((row) => ({ line: row.line, ...readRow(roles, row, mapping) }));
  const found = read.flatMap(({ line, problems: some }) =>
    some.map((problem) => ({ line, ...problem })),
  );
  const changes = read.flatMap(({ line, change }) => (change === null ? [] : [{ line, change }]));
  const tooMany = changes.slice(MAX_BULK_CHANGES, MAX_BULK_CHANGES + 1).map(({ line }) => ({
    line,
    column: null,
    message: `A file may have ${MAX_BULK_CHANGES} lines at most. Split it.`,
  }));
  const kept = changes.slice(0, MAX_BULK_CHANGES);
  return {
    changes: kept.map(({ change }) => change),
    lines: kept.map(({ line }) => line),
    problems: [...problems, ...found, ...tooMany].sort((a, b) => a.line - b.line),
  };
}

function missingColumns(columns: readonly string[], mapping: ColumnMapping): readonly CsvProblem[] {
  const problem = (column: string | null, message: string) => ({ line: 1, column, message });
  const { uid, email, role, expiresAt, disabled } = mapping;
  const absent = [uid, email, role, expiresAt, disabled]
    .filter((column) => column !== undefined && !columns.includes(column))
    .map((column) => problem(column ?? null, 'There is no such column.'));
  return [
    ...absent,
    ...((uid ?? email) ? [] : [problem(null, 'A column has to name the user: uid or email.')]),
    ...((role ?? disabled)
      ? []
      : [problem(null, 'A column has to say what changes: role or disabled.')]),
    ...(expiresAt && !role
      ? [problem(expiresAt, 'The end of a role needs a column with it.')]
      : []),
  ];
}

type RowProblem = Omit<CsvProblem, 'line'>;

function readRow(
  roles: RoleTable,
  { cells }: CsvRow,
  mapping: ColumnMapping,
): { readonly change: BulkChange | null; readonly problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const cellOf = (field: keyof ColumnMapping) => {
    const column = mapping[field];
    return column === undefined ? '' : (cells[column] ?? '');
  };
  const wrong = (field: keyof ColumnMapping, message: string) => {
    problems.push({ column: mapping[field] ?? null, message });
  };
  const [uid, email] = [cellOf('uid'), cellOf('email')];
  if (uid === '' && email === '') {
    problems.push({ column: null, message: 'The row names no user.' });
  } else if (uid !== '' && !isUid(uid)) wrong('uid', `"${uid}" is no account id.`);
  else if (uid === '' && !/^\S+@\S+$/.test(email))
    wrong('email', `"${email}" is no e-mail address.`);

  const role = roleIn(roles, cellOf('role'));
  if (mapping.role !== undefined && role === undefined)
    wrong('role', roleProblem(roles, cellOf('role')));
  const expiresAt = endIn(cellOf('expiresAt'));
  if (expiresAt === undefined) {
    wrong('expiresAt', 'Write a day (2027-01-31) or a time with its zone (2027-01-31T18:00Z).');
  }
  const disabled = yesOrNo(cellOf('disabled'));
  if (disabled === undefined) wrong('disabled', 'Write yes or no.');
  if (mapping.role === undefined && disabled === null) {
    problems.push({ column: mapping.disabled ?? null, message: 'The row changes nothing.' });
  }
  if (problems.length > 0) return { change: null, problems };
  const change: BulkChange = {
    ...(uid === '' ? { email } : { uid }),
    ...(mapping.role !== undefined && {
      role: role ?? null,
      // A removed role has no end, whatever stands there.
      expiresAt: role === null ? null : (expiresAt ?? null),
    }),
    ...(disabled !== null && disabled !== undefined && { disabled }),
  };
  return { change, problems };
}

/** Undefined for what is no role. */
function roleIn(roles: RoleTable, cell: string): string | null | undefined {
  if (cell === '-') return null;
  return isRole(roles, cell) ? cell : undefined;
}

function roleProblem({ ranking }: RoleTable, cell: string): string {
  const which = `one of ${ranking.join(', ')}, or - to remove it`;
  if (cell === '') return `The role is missing: ${which}.`;
  const meant = ranking.find((role) => role.toLowerCase() === cell.toLowerCase());
  return `There is no role "${cell}"${meant === undefined ? `: ${which}` : `. Did you mean "${meant}"?`}`;
}

/** Null for none, undefined for what is no time. */
function endIn(cell: string): Milliseconds | null | undefined {
  return cell === '' ? null : (dateIn(cell) ?? undefined);
}

/** Null for an empty cell, undefined for anything else. */
function yesOrNo(cell: string): boolean | null | undefined {
  const said = cell.toLowerCase();
  if (said === '') return null;
  if (['yes', 'true', '1', 'y'].includes(said)) return true;
  return ['no', 'false', '0', 'n'].includes(said) ? false : undefined;
}
