/**
 * Shows that the rules tests can fail: runs them against each of the mutants until the first test
 * fails. Prints which test that was, and exits 1 when a mutant survived. Takes minutes, so it is no
 * part of `npm test`.
 *
 *     FIRESTORE_EMULATOR_HOST=127.0.0.1:8080 node test/rules/run-mutants.ts [part of a name]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mutant, mutants } from './mutants.ts';

/** Many a mutant leaves a function unused, of which this test hears; a request has to tell instead. */
const WARNINGS_TEST = '**/rules-text.test.ts';

const rules = readFileSync(new URL('../../firestore.rules', import.meta.url), 'utf8');
const vitest = fileURLToPath(new URL('./vitest.mjs', import.meta.resolve('vitest/package.json')));
const folder = mkdtempSync(join(tmpdir(), 'rules-mutants-'));
const wanted = Object.entries(mutants).filter(([name]) => name.includes(process.argv[2] ?? ''));

try {
  const survivors = wanted.filter(([name, mutant]) => {
    const killer = firstFailure(name, mutant);
    console.log(killer === null ? `SURVIVED  ${name}` : `killed    ${name}  by  ${killer}`);
    return killer === null;
  });
  console.log(`${wanted.length - survivors.length} of ${wanted.length} killed`);
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** The test that failed first; null when all passed. @throws {Error} when no test could run. */
function firstFailure(name: string, [from, to]: Mutant): string | null {
  const occurrences = rules.split(from).length - 1;
  if (occurrences !== 1 || from === to) {
    throw new Error(`${name}: found ${occurrences} times, or changes nothing: ${from}`);
  }
  const file = join(folder, 'firestore.rules');
  writeFileSync(
    file,
    rules.replace(from, () => to),
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--project', 'rules', '--bail', '1', '--exclude', WARNINGS_TEST],
    { encoding: 'utf8', env: { ...process.env, RULES_FILE: file, NO_COLOR: '1' } },
  );
  if (status === 0) return null;
  const failure = stderr.match(/FAIL .*?test\/rules\/\S+ > .*/)?.[0];
  if (!failure) throw new Error(`${name}: the tests could not run.\n${stdout}${stderr}`);
  return failure.replace(/^FAIL .*?test\/rules\//, '');
}
