import { readFileSync } from 'node:fs';
import { isRole, type RoleTable, showValue } from '../../core/index.ts';
import { AdminError } from '../admin-error.ts';

/** A rule of a mapping: which value of which field stands for which role. */
export interface AdoptRule {
  /** The field, with dots for what is inside of a map: `access.level`. */
  readonly field: string;
  /** The value, to the letter: `true`, `3`, `ADMIN`. */
  readonly value: string;
  /** The role that it stands for; null for none. */
  readonly role: string | null;
  /** As it was written. */
  readonly text: string;
}

/** `admin=true:owner`. The role is behind the last colon, since a value may have some. */
const RULE = /^([^=\s][^=]*?)\s*=\s*(.+?)\s*:\s*([^:]+?)$/;

/** What stands for no role. */
const NO_ROLE = '-';

/**
 * The rules of an adoption: those of `--map`, those of the file that `--map-file` names, or, without either, that the
 * field `role` has the app's own role names.
 *
 * @throws {AdminError} `usage`, with the line.
 */
export function readRules(
  roles: RoleTable,
  { maps, file }: { readonly maps: readonly string[]; readonly file: string | null },
): readonly AdoptRule[] {
  const lines = [
    ...maps.map((text) => ({ at: '--map', text })),
    ...(file === null ? [] : linesOf(file)),
  ];
  if (lines.length === 0) {
    return roles.ranking.map((role) => ({
      ...{ field: 'role', value: role, role },
      text: `role=${role}:${role}`,
    }));
  }
  return lines.map(({ at, text }) => parseRule(roles, at, text));
}

function linesOf(file: string): readonly { readonly at: string; readonly text: string }[] {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AdminError('usage', `${file} cannot be read: ${(cause as Error).message}`, {
      next: 'Name a text file with one mapping a line, such as admin=true:owner.',
      cause,
    });
  }
  const lines = content
    .split(/\r?\n/)
    .map((line, index) => ({ at: `${file}:${index + 1}:`, text: line.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
  if (lines.length > 0) return lines;
  throw new AdminError('usage', `${file} has no mapping.`, {
    next: 'Write one a line, such as admin=true:owner.',
  });
}

function parseRule(roles: RoleTable, at: string, text: string): AdoptRule {
  const [, field, value, role] = RULE.exec(text) ?? [];
  if (field === undefined || value === undefined || role === undefined) {
    throw new AdminError('usage', `${at} ${showValue(text)} is no mapping.`, {
      next: 'Write field=value:role, such as admin=true:owner, or role=GUEST:- for no role.',
    });
  }
  if (role !== NO_ROLE && !isRole(roles, role)) {
    throw new AdminError('usage', `${at} There is no role ${showValue(role)} in ${text}.`, {
      next: `The roles are ${roles.ranking.join(', ')}; ${NO_ROLE} stands for none.`,
    });
  }
  return { field, value, role: role === NO_ROLE ? null : role, text };
}

/** Claims, or the fields of a document. */
type Values = Readonly<Record<string, unknown>>;

/** The first rule that fits; null for none. */
export function ruleFor(rules: readonly AdoptRule[], values: Values): AdoptRule | null {
  return rules.find(({ field, value }) => textsOf(valueAt(values, field)).includes(value)) ?? null;
}

/** What the fields of the rules hold, where no rule fits: `role="SUPPORT"`. Empty where they hold nothing. */
export function unreadValues(rules: readonly AdoptRule[], values: Values): readonly string[] {
  const fields = [...new Set(rules.map(({ field }) => field))];
  return fields.flatMap((field) => {
    const value = valueAt(values, field);
    return isNothing(value) ? [] : [`${field}=${showValue(value)}`];
  });
}

/**
 * The rules by which the claim `role` gets another value than it has: what reads the old one, such as the app's rules,
 * refuses from then on.
 */
export function renamedClaims(rules: readonly AdoptRule[]): readonly string[] {
  const renamed = rules.filter(({ field, value, role }) => field === 'role' && value !== role);
  return renamed.map(({ value, role }) => `${value} → ${role ?? 'none'}`);
}

/** What gives nothing in any app: `{ admin: false }`, an empty list. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function valueAt(values: Values, field: string): unknown {
  if (Object.hasOwn(values, field)) return values[field];
  let value: unknown = values;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Values)[name];
  }
  return value;
}

/** A value as a rule writes it; each entry of a list. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];
}
