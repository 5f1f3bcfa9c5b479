import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  ACCESS_FIELDS,
  appRoles,
  permissionsOf,
  type RoleTable,
  TEXT_LIMITS,
  topRole,
} from 'live-claims/core';

const START = '// <generated: npm run generate>';
const END = '// </generated>';
const LINE_WIDTH = 100;

/** What may stand between quotes in the rules: none of these characters can end the string. */
const NAME = /^[A-Za-z][A-Za-z0-9._:-]{0,63}$/;

/**
 * Security rules with the role table and the text limits written into their generated block; every
 * other line comes back as it was.
 *
 * @throws {Error} when the source has not exactly one block, a name or limit cannot stand in rules,
 *   or a rule asks for a permission that no role of the table holds and so would refuse everybody.
 */
export function renderRules(
  source: string,
  table: RoleTable,
  limits: Readonly<Record<string, number>>,
): string {
  const lines = source.split('\n');
  const start = onlyLine(lines, START);
  const end = onlyLine(lines, END);
  if (end < start) throw new Error(`"${END}" must come after "${START}".`);
  refuseUnknownPermissions(source, table);

  const indent = (lines[start] as string).replace(START, '');
  const block = renderBlock(table, limits, LINE_WIDTH - indent.length).map((line) =>
    line === '' ? '' : indent + line,
  );
  return [...lines.slice(0, start + 1), ...block, ...lines.slice(end)].join('\n');
}

/** What a reader of a diff expects: the lines from the first to the last that differ, old and new. */
export function differences(before: string, after: string): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  while (old.length > 0 && fresh.length > 0 && old[0] === fresh[0]) {
    old.shift();
    fresh.shift();
  }
  while (old.length > 0 && fresh.length > 0 && old.at(-1) === fresh.at(-1)) {
    old.pop();
    fresh.pop();
  }
  return [...old.map((line) => `- ${line}`), ...fresh.map((line) => `+ ${line}`)];
}

function onlyLine(lines: readonly string[], marker: string): number {
  const found = lines.flatMap((line, index) => (line.trim() === marker ? [index] : []));
  if (found.length !== 1) {
    throw new Error(`Expected one line "${marker}" in the rules, found ${found.length}.`);
  }
  return found[0] as number;
}

function refuseUnknownPermissions(source: string, table: RoleTable): void {
  const known = table.ranking.flatMap((role) => permissionsOf(table, role));
  for (const [call, permission] of source.matchAll(/\bcan(?:Current|Now)?\('([^']*)'\)/g)) {
    if (!known.includes(permission as string)) {
      throw new Error(`The rules ask ${call}, but no role of the table holds that permission.`);
    }
  }
}

function renderBlock(
  table: RoleTable,
  limits: Readonly<Record<string, number>>,
  width: number,
): string[] {
  const roles = table.ranking.map((role) => {
    const permissions = permissionsOf(table, role).map(quote);
    const oneLine = `    ${quote(role)}: [${permissions.join(', ')}]`;
    if (oneLine.length < width) return oneLine;
    return `    ${quote(role)}: [\n      ${permissions.join(',\n      ')}\n    ]`;
  });
  const texts = Object.entries(limits).map(
    ([field, limit]) => `    ${quote(field)}: ${wholeNumber(field, limit)}`,
  );
  return [
    '// From app-roles.ts, limits.ts and access-fields.ts of the package: change those, then run the',
    '// command.',
    '',
    ...renderMap('permissionsByRole', roles),
    '',
    'function topRole() {',
    `  return ${quote(topRole(table))};`,
    '}',
    '',
    ...renderMap('textLimits', texts),
    '',
    'function accessFields() {',
    `  return [${ACCESS_FIELDS.map(quote).join(', ')}];`,
    '}',
  ];
}

function renderMap(name: string, entries: readonly string[]): string[] {
  return [`function ${name}() {`, '  return {', ...entries.join(',\n').split('\n'), '  };', '}'];
}

function quote(name: string): string {
  if (!NAME.test(name)) {
    throw new Error(`The name ${JSON.stringify(name)} cannot stand in rules: ${NAME} is allowed.`);
  }
  return `'${name}'`;
}

function wholeNumber(field: string, limit: number): string {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new Error(`The limit of ${field} must be a positive whole number, not ${limit}.`);
  }
  return String(limit);
}

/** Brings the file up to date, or with `--check` only tells; false when there is work left to do. */
function run(file: string, check: boolean): boolean {
  const source = readFileSync(file, 'utf8');
  const rendered = renderRules(source, appRoles, TEXT_LIMITS);
  if (rendered === source) return true;
  if (!check) {
    writeFileSync(file, rendered);
    return true;
  }
  console.error(`${file} is not up to date with the contract. Run "npm run generate".`);
  console.error(differences(source, rendered).join('\n'));
  return false;
}

if (import.meta.main) {
  try {
    const { values, positionals } = parseArgs({
      options: { check: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const file = positionals[0] ?? fileURLToPath(new URL('../firestore.rules', import.meta.url));
    process.exitCode = run(file, values.check) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
