import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEXT_LIMITS } from 'live-claims/core';
import { writeRules } from 'live-claims/rules';
import { expect, it, onTestFinished } from 'vitest';
import config from '../functions/src/live-claims.config.ts';
import { POST_LIMITS } from '../functions/src/post.ts';

const rulesFile = fileURLToPath(new URL('../firestore.rules', import.meta.url));
const rules = readFileSync(rulesFile, 'utf8');

it('finds the rules of this repository up to date', () => {
  expect(writeRules(rules, config)).toBe(rules);
});

it('has the limits of the forms in the rules of the demo', () => {
  const limits = /function textLimits\(\) \{\s*return (\{[^}]*\});/.exec(rules)?.[1] ?? '';
  expect(JSON.parse(limits.replaceAll("'", '"'))).toEqual({ ...TEXT_LIMITS, ...POST_LIMITS });
});

it('fails the check on an outdated file, says what differs, and mends it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generate-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'firestore.rules');
  writeFileSync(file, rules.replace("return 'owner';", "return 'admin';"));

  const outdated = command('--check', file);
  expect(outdated.stderr).toContain('is not up to date with the roles. Run "npm run generate".');
  expect(outdated.stderr).toMatch(/-\s+return 'admin';\n\+\s+return 'owner';/);
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
