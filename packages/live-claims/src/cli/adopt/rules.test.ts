import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { readRules, renamedClaims, ruleFor, unreadValues } from './rules.ts';

const read = (...maps: string[]) => readRules(appRoles, { maps, file: null });

it.each([
  ['admin=true:owner', { admin: true }, 'owner'],
  ['admin=true:owner', { admin: 'true' }, 'owner'],
  ['level=3:editor', { level: 3 }, 'editor'],
  ['role=ADMIN:admin', { role: 'ADMIN' }, 'admin'],
  ['groups=staff:editor', { groups: ['guests', 'staff'] }, 'editor'],
  ['app.access.role=chief:owner', { app: { access: { role: 'chief' } } }, 'owner'],
  ['app.role=chief:owner', { 'app.role': 'chief' }, 'owner'],
  ['plan = gold:eu : viewer', { plan: 'gold:eu' }, 'viewer'],
  ['role=GUEST:-', { role: 'GUEST' }, null],
])('%s reads %j as %s', (text, values, role) => {
  expect(ruleFor(read(text), values)).toMatchObject({ role });
});

it.each([
  ['admin=true:owner', { admin: false }],
  ['admin=true:owner', { isAdmin: true }],
  ['role=ADMIN:owner', { role: 'admin' }],
  ['role=ADMIN:owner', { role: { ADMIN: true } }],
  ['constructor.name=Object:owner', {}],
])('%s does not read %j', (text, values) => {
  expect(ruleFor(read(text), values)).toBeNull();
});

it('of rules that fit, the first counts', () => {
  const rules = read('admin=true:owner', 'editor=true:editor');
  expect(ruleFor(rules, { editor: true, admin: true })?.role).toBe('owner');
});

it('without a rule, the field "role" has the names of the app’s roles', () => {
  expect(read().map(({ text }) => text)).toContain('role=editor:editor');
});

it('what a field of the rules holds and none reads is named; what gives nothing in any app is not', () => {
  const rules = read('role=ADMIN:owner', 'admin=true:owner', 'groups=staff:editor');
  expect(unreadValues(rules, { role: 'SUPPORT', admin: false, groups: [], plan: 'gold' })).toEqual([
    'role="SUPPORT"',
  ]);
});

it('a file has a rule a line, with comments, and an error names the line', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lc-map-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'roles.txt');
  writeFileSync(file, '# Old roles\r\nadmin=true:owner\r\n\r\nrole=EDITOR:editor\n');
  expect(readRules(appRoles, { maps: [], file }).map(({ role }) => role)).toEqual([
    'owner',
    'editor',
  ]);
  writeFileSync(file, 'admin=true:owner\nrole=BOSS:boss\n');
  expect(() => readRules(appRoles, { maps: [], file })).toThrow(
    `${file}:2: There is no role "boss"`,
  );
});

it.each([
  ['admin', 'is no mapping'],
  ['admin=true', 'is no mapping'],
  ['=true:owner', 'is no mapping'],
  ['admin=true:Owner', 'There is no role "Owner"'],
])('--map %s is refused in words', (text, sentence) => {
  expect(() => read(text)).toThrow(sentence);
});

it('the values that the claim "role" loses are known, so that rules can be made ready for them', () => {
  const rules = read(
    'admin=true:owner',
    'role=EDITOR:editor',
    'role=viewer:viewer',
    'role=GUEST:-',
  );
  expect(renamedClaims(rules)).toEqual(['EDITOR → editor', 'GUEST → none']);
});
