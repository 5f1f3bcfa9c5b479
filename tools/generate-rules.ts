import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differences, writeRules } from 'live-claims/rules';
import config from '../functions/src/live-claims.config.ts';

/** Brings the file up to date, or with `--check` only tells; false when there is work left to do. */
function run(file: string, check: boolean): boolean {
  const source = readFileSync(file, 'utf8');
  const written = writeRules(source, config);
  if (written === source) return true;
  if (!check) {
    writeFileSync(file, written);
    return true;
  }
  console.error(`${file} is not up to date with the roles. Run "npm run generate".`);
  console.error(differences(source, written).join('\n'));
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
