import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildFunctions } from './build.ts';
import { createProgress } from './progress.ts';
import { ROOT, STATE_FOLDER } from './stack/root.ts';
import { startStack } from './stack/stack.ts';

/**
 * `npm run bench`: measures on a stack of its own how long an edit takes to become access, and
 * prints a table; with `stale`, how long an old token is still let through after a demotion. Comes
 * back with the measurement's exit code. `npm run bench -- bulk` measures what work on many accounts
 * takes.
 */
export async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'bulk') {
    const bulk = await import('../bench/ten-thousand/main.ts');
    return bulk.main(args.slice(1));
  }
  const progress = createProgress();
  await progress.step('Building the functions', buildFunctions);
  const logFile = path.join(STATE_FOLDER, 'bench.log');
  const stack = await progress.step('Starting the emulators', () =>
    startStack({ ports: 'free', logFile }),
  );
  try {
    const [script, rest] =
      args[0] === 'stale' ? ['bench/stale-windows.ts', args.slice(1)] : ['bench/run.ts', args];
    const bench = spawn(process.execPath, [path.join(ROOT, script), ...rest], {
      env: { ...process.env, ...stack.env },
      stdio: 'inherit',
    });
    const [code] = await once(bench, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    await stack.stop();
  }
}
