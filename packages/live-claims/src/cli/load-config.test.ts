import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';

const PACKAGE = path.join(import.meta.dirname, '../..');
const BIN = path.join(import.meta.dirname, 'bin.ts');

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A project with these files, in which `live-claims` is installed. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-claims-config-'));
  made.push(folder);
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(PACKAGE, path.join(folder, 'node_modules/live-claims'), 'junction');
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** A configuration whose roles are these. */
const configOf = (roles: string) => `
  import { defineConfig, defineRoles } from 'live-claims/core';
  ${roles}
  const can: { grantRoles: 'manage' } = { grantRoles: 'manage' };
  export default defineConfig({ roles, can });
`;
const ROLES = `
  export const roles = defineRoles({
    ranking: ['guest', 'chief'],
    permissions: { guest: [], chief: ['manage'] },
    initialRole: null,
  });
`;
const CONFIG = configOf(ROLES);
const JAVASCRIPT = CONFIG.replace(": { grantRoles: 'manage' } =", ' =');

/** What the command line says to a role that the configuration does not have, before it asks any Firebase. */
function rolesSaid(folder: string, ...args: readonly string[]): string {
  const done = spawnSync(process.execPath, [BIN, 'grant', 'ada', 'nothing', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return done.stderr;
}

it.each<[string, Readonly<Record<string, string>>]>([
  ['here', { 'live-claims.config.ts': CONFIG }],
  ['here, in JavaScript', { 'live-claims.config.mjs': JAVASCRIPT }],
  ['in functions', { 'functions/live-claims.config.mts': CONFIG }],
  ['in the sources of functions', { 'functions/src/live-claims.config.ts': CONFIG }],
  [
    'where firebase.json has the functions',
    {
      'firebase.json': '{ "functions": [{ "source": "backend" }] }',
      'backend/src/live-claims.config.ts': CONFIG,
    },
  ],
  [
    'in a package of CommonJS, whose compiler makes it a module',
    {
      'functions/package.json': '{ "type": "commonjs" }',
      'functions/src/live-claims.config.ts': CONFIG,
    },
  ],
  [
    'with its roles in a file of their own, named as the compiler wants it',
    {
      'functions/src/roles.ts': `import { defineRoles } from 'live-claims/core'; ${ROLES}`,
      'functions/src/live-claims.config.ts': configOf("import { roles } from './roles.js';"),
    },
  ],
])('a configuration is found %s', (_, files) => {
  expect(rolesSaid(projectWith(files))).toContain('The roles are guest, chief');
});

it('--config names any other file', () => {
  const folder = projectWith({ 'access/settings.ts': CONFIG });
  expect(rolesSaid(folder)).toContain('[no-config]');
  expect(rolesSaid(folder, '--config', 'access/settings.ts')).toContain('The roles are guest');
  expect(rolesSaid(folder, '--config=access/none.ts')).toContain('There is no file');
});

it.each([
  ['exports nothing', 'export {};', 'exports no configuration'],
  ['is refused', CONFIG.replaceAll("'manage' }", "'mange' }"), 'which no role holds'],
  ['imports what is not installed', "import 'not-installed';", 'npm install'],
  ['needs a compiler', `enum Role { guest }\n${CONFIG}`, 'Build it, and name the JavaScript'],
])('a configuration that %s is said to be so, without a stack', (_, config, words) => {
  const said = rolesSaid(projectWith({ 'live-claims.config.ts': config }));
  expect(said).toContain('[no-config]');
  expect(said).toContain(words);
  expect(said).not.toMatch(/^\s+at /m);
});

it('help needs no configuration, and names example roles', () => {
  const { stdout, status } = spawnSync(process.execPath, [BIN, '--help'], {
    cwd: projectWith({}),
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout).toContain('grant you@example.com owner --project my-app');
});
