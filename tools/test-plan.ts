import { parseCLI } from 'vitest/node';

/** What a test run needs before Vitest may begin. */
export interface TestPlan {
  readonly stack: boolean;
  /** Whether `web/dist` is looked at: by a real browser, through the Hosting emulator. */
  readonly web: boolean;
  /** Whether it is worth a second stack, so that files run side by side. */
  readonly manyFiles: boolean;
  /** What is run: of all tests those that every change needs, all of them, or those asked for. */
  readonly selection: 'short' | 'full' | 'asked';
  /** The arguments for Vitest. */
  readonly args: readonly string[];
}

/** Vitest's options that only tell something. */
const TELLS_ONLY = new Set(['-h', '--help', '-v', '--version']);

/** Projects of `vitest.config.ts` that need no emulator, or bring their own. */
const WITHOUT_STACK = new Set(['unit', 'frameworks', 'model', 'kit', 'adopt', 'chaos']);
const WITH_BROWSER = 'browser';

/**
 * What Vitest with these arguments needs, by the projects that they select. Without `--project`, and
 * with a pattern of projects (`*`, `!name`) that only Vitest can read, it is everything. `--full` is
 * ours: all tests. A file, project or test that is named is run, whether or not `npm test` has it.
 */
export function planTests(given: readonly string[]): TestPlan {
  const full = given.includes('--full');
  const args = given.filter((arg) => arg !== '--full');
  const nothing = { stack: false, web: false, manyFiles: false };
  if (args.some((arg) => TELLS_ONLY.has(arg))) return { ...nothing, selection: 'asked', args };
  const { filter, options } = parseCLI(['vitest', 'run', ...args], { allowUnknownOptions: true });
  const projects = [options.project ?? []].flat();
  const asked = filter.length > 0 || projects.length > 0 || options.testNamePattern !== undefined;
  const selection = full ? 'full' : asked ? 'asked' : 'short';
  const all = projects.length === 0 || projects.some((name) => /[*!]/.test(name));
  if (!all && projects.every((name) => WITHOUT_STACK.has(name))) {
    return { ...nothing, selection, args };
  }
  return {
    stack: true,
    web: all || projects.includes(WITH_BROWSER),
    manyFiles: filter.length === 0,
    selection,
    args,
  };
}
