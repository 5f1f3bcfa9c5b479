import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import { buildFunctions } from './build.ts';
import { ROOT, STATE_FOLDER } from './emulators/root.ts';
import { startStack } from './emulators/stack.ts';

/**
 * `npm run bench`: the comparison lab; with `bulk`, what work on many accounts takes; with `stale`, how
 * long an old token is still let through after a demotion. Comes back with the exit code.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === 'stale') return staleWindows(rest);
  const { main: run } =
    first === 'bulk' ? await import('../lab/ten-thousand/main.ts') : await import('../lab/main.ts');
  return run(first === 'bulk' ? rest : args);
}

async function staleWindows(args: readonly string[]): Promise<number> {
  const progress = createProgress();
  await progress.step('Building the functions', buildFunctions);
  const logFile = path.join(STATE_FOLDER, 'bench.log');
  const stack = await progress.step('Starting the emulators', () =>
    startStack({ ports: 'free', logFile }),
  );
  try {
    const bench = spawn(process.execPath, [path.join(ROOT, 'lab/stale-windows.ts'), ...args], {
      env: { ...process.env, ...stack.env },
      stdio: 'inherit',
    });
    const [code] = await once(bench, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    await stack.stop();
  }
}
