import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Patch, patchText } from '../test/support/patch-source.ts';
import { stacksToEnv } from '../test/support/stacks.ts';
import { PORT_NAMES, type StackPorts } from './emulators/firebase-config.ts';
import { ROOT } from './emulators/root.ts';
import { stackEnv } from './emulators/stack-env.ts';

/** What declares patches of our sources: seeded bugs, and attacks on weakened defences. */
const PROJECTS = ['model', 'attacks'];

/** Where the patched sources are. */
const PACKAGE = 'packages/live-claims';

/**
 * Checks that every seeded bug and every weakened defence fits the sources as they are, and puts nothing there that is not
 * declared: code that fails for a name is caught by any test, and shows nothing. Loads the files that declare them, which
 * checks their places (`patchOf`), and runs none of their tests; then asks TypeScript about each patched file.
 */
export function main(): number {
  // Beside the packages, so that the patched sources find what they import.
  const folder = mkdtempSync(path.join(ROOT, 'node_modules', '.patched-'));
  try {
    const list = path.join(folder, 'patches.jsonl');
    const problems = misplaced(list) ?? undeclared(folder, list);
    if (problems !== '') console.error(problems);
    return problems === '' ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What Vitest says of a patch without a place; null when all have theirs, which are then in this file, a line each. */
function misplaced(list: string): string | null {
  // Of no stack: what a test file declares asks for addresses, and talks to none.
  const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as StackPorts;
  const { status, stdout, stderr } = runTool(
    ['vitest', 'vitest.mjs'],
    [
      'list',
      ...PROJECTS.flatMap((project) => ['--project', project]),
      '--no-staticParse',
      '--json',
    ],
    { ...stacksToEnv([stackEnv('demo-none', ports)]), PATCHES_TO: list },
  );
  return status === 0 ? null : (stderr || stdout).trim();
}

/** What patches put there that does not exist, a line each. Other errors of types are the point of some. */
function undeclared(folder: string, list: string): string {
  const patches = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))].map(
    (line) => JSON.parse(line) as Patch,
  );
  cpSync(path.join(ROOT, PACKAGE, 'src'), path.join(folder, 'src'), { recursive: true });
  const byFile = new Map(
    patches.map((patch, index) => {
      const { dir, name } = path.parse(path.relative(PACKAGE, patch.file));
      return [path.join(dir, `${name}.patched-${index}.ts`), patch] as const;
    }),
  );
  for (const [file, patch] of byFile) {
    const text = patchText(readFileSync(path.join(ROOT, patch.file), 'utf8'), patch);
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const config = {
    extends: path.join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { lib: ['ES2024', 'DOM', 'DOM.Iterable'], types: ['node'] },
    files: [...byFile.keys()],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = runTool(['typescript', 'bin/tsc'], ['-p', folder, '--pretty', 'false'], {});
  return [...stdout.matchAll(UNDECLARED)]
    .map(([, at = '', said]) => {
      const { file, replace } = byFile.get(path.relative(folder, path.resolve(ROOT, at))) ?? {};
      return `${file}: ${said}\n  in what a patch puts there: ${replace?.trim()}`;
    })
    .join('\n');
}

/** A line of TypeScript's about a name or a property that is not there. */
const UNDECLARED =
  /^(.+\.patched-\d+\.ts)\(\d+,\d+\): error TS\d+: ((?:Cannot find name|No value exists in scope|.* does not exist).*)$/gm;

function runTool([name, script]: [name: string, script: string], args: string[], env: object) {
  const program = path.join(ROOT, 'node_modules', name, script);
  return spawnSync(process.execPath, [program, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...env },
  });
}
