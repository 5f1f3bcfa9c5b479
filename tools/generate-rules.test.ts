import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appRoles, defineRoles, type RoleTable, TEXT_LIMITS } from 'live-claims/core';
import { expect, it, onTestFinished } from 'vitest';
import { differences, renderRules } from './generate-rules.ts';

const clinic = defineRoles({
  permissions: { guest: [], nurse: ['charts:read'], chief_doctor: ['charts:read', 'staff.hire'] },
  initialRole: 'guest',
  grantPermission: 'staff.hire',
});

const source = `match /charts/{id} {
  allow read: if can('charts:read');
}
  // <generated: npm run generate>
  function outdated() { return 1; }
  // </generated>
// after
`;

const rulesFile = fileURLToPath(new URL('../firestore.rules', import.meta.url));
const rules = readFileSync(rulesFile, 'utf8');

it("writes another app's roles and limits into the block and leaves the rest alone", () => {
  expect(renderRules(source, clinic, { chartNote: 500 })).toBe(`match /charts/{id} {
  allow read: if can('charts:read');
}
  // <generated: npm run generate>
  // From app-roles.ts, limits.ts and access-fields.ts of the package: change those, then run the
  // command.

  function permissionsByRole() {
    return {
      'guest': [],
      'nurse': ['charts:read'],
      'chief_doctor': ['charts:read', 'staff.hire']
    };
  }

  function topRole() {
    return 'chief_doctor';
  }

  function textLimits() {
    return {
      'chartNote': 500
    };
  }

  function accessFields() {
    return ['role', 'roleExpiresAt', 'disabled', 'sessionsRevokedAt', 'changeId', 'updatedBy'];
  }
  // </generated>
// after
`);
});

it('changes nothing when it runs again', () => {
  const once = renderRules(source, clinic, { chartNote: 500 });
  expect(renderRules(once, clinic, { chartNote: 500 })).toBe(once);
});

it('finds the rules of this repository up to date', () => {
  expect(renderRules(rules, appRoles, TEXT_LIMITS)).toBe(rules);
});

it('breaks a role with many permissions into lines of at most 100 characters', () => {
  const many = Array.from({ length: 12 }, (_, index) => `permission.number-${index}`);
  const table = {
    ...clinic,
    permissions: { ...clinic.permissions, nurse: ['charts:read', ...many] },
  };
  const rendered = renderRules(source, table, {}).split('\n');
  expect(rendered).toContain("        'permission.number-11'");
  expect(Math.max(...rendered.map((line) => line.length))).toBeLessThanOrEqual(100);
});

it.each([
  ['no start marker', source.replace('// <generated: npm run generate>', ''), /found 0/],
  ['no end marker', source.replace('// </generated>', ''), /<\/generated>" in the rules, found 0/],
  ['two blocks', source + source, /found 2/],
  ['a second end marker', `${source}// </generated>\n`, /<\/generated>" in the rules, found 2/],
  [
    'markers in the wrong order',
    '// </generated>\n// <generated: npm run generate>\n',
    /must come after/,
  ],
])('refuses a file with %s', (_, file, message) => {
  expect(() => renderRules(file, clinic, {})).toThrow(message);
});

it.each([
  "x': [], 'admin",
  'back\\slash',
  'two words',
  'line\nbreak',
  'trailing\n',
  '',
  'ümlaut',
  'a'.repeat(65),
])('lets no name write rules: %j', (name) => {
  const role: RoleTable = { ...clinic, ranking: [name], permissions: { [name]: ['charts:read'] } };
  const permission: RoleTable = {
    ...clinic,
    permissions: { ...clinic.permissions, nurse: ['charts:read', name] },
  };
  expect(() => renderRules(source, role, {})).toThrow(/cannot stand in rules/);
  expect(() => renderRules(source, permission, {})).toThrow(/cannot stand in rules/);
  expect(() => renderRules(source, clinic, { [name]: 1 })).toThrow(/cannot stand in rules/);
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('lets no limit be %d', (limit) => {
  expect(() => renderRules(source, clinic, { chartNote: limit })).toThrow(/whole number/);
});

it.each(['can', 'canCurrent', 'canNow'])(
  'refuses a misspelt permission in %s(), which would lock out everybody',
  (call) => {
    const misspelt = source.replace("can('charts:read')", `${call}('charts:raed')`);
    expect(() => renderRules(misspelt, clinic, {})).toThrow(`The rules ask ${call}('charts:raed')`);
  },
);

it.each([
  ['a changed line', 'a\nb\nc', 'a\nx\nc', ['- b', '+ x']],
  ['an added line', 'a\nc', 'a\nb\nc', ['+ b']],
  ['a doubled line', 'a\na\nb', 'a\nb', ['- a']],
  ['swapped lines', 'a\nb', 'b\na', ['- a', '- b', '+ b', '+ a']],
  ['nothing', 'a\nb', 'a\nb', []],
])('shows %s', (_, before, after, shown) => {
  expect(differences(before, after)).toEqual(shown);
});

it('fails the check on an outdated file, says what differs, and mends it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generate-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'firestore.rules');
  writeFileSync(file, rules.replace("'postTitle': 200", "'postTitle': 9999"));

  const outdated = command('--check', file);
  expect(outdated.stderr).toContain('is not up to date with the contract. Run "npm run generate".');
  expect(outdated.stderr).toMatch(/-\s+'postTitle': 9999,\n\+\s+'postTitle': 200,/);
  expect(outdated.status).toBe(1);

  expect(command(file).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(rules);
  expect(command('--check', file)).toMatchObject({ status: 0, stderr: '' });
});

it('says in one line what is wrong with a file or an option', () => {
  expect(command('--check', rulesFile.replace('.rules', '.indexes.json')).stderr).toMatch(
    /^Expected one line ".*" in the rules, found 0\.\n$/,
  );
  expect(command('--chekc')).toMatchObject({ status: 1, stderr: expect.stringMatching(/--chekc/) });
});

function command(...args: string[]) {
  const script = fileURLToPath(new URL('./generate-rules.ts', import.meta.url));
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}
