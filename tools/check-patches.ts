import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { stacksToEnv } from '../test/support/stacks.ts';
import { PORT_NAMES, type StackPorts } from './emulators/firebase-config.ts';
import { ROOT } from './emulators/root.ts';
import { stackEnv } from './emulators/stack-env.ts';

/** What declares patches of our sources: seeded bugs, and attacks on weakened defences. */
const PROJECTS = ['model', 'attacks'];

/**
 * Checks that every seeded bug and every weakened defence fits the sources as they are. Loads the files that declare
 * them, which checks each (`patchOf`), and runs none of their tests. After a rename it says in seconds which no
 * longer fit, and in which file.
 */
export function main(): number {
  // Of no stack: what a test file declares asks for addresses, and talks to none.
  const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, 0])) as StackPorts;
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const projects = PROJECTS.flatMap((project) => ['--project', project]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'list', ...projects, '--no-staticParse', '--json'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, ...stacksToEnv([stackEnv('demo-none', ports)]) },
    },
  );
  if (status === 0) return 0;
  console.error((stderr || stdout).trim());
  return 1;
}
