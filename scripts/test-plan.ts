/** What a test run needs before Vitest may begin. */
export interface TestPlan {
  readonly stack: boolean;
  /** Whether `web/dist` is looked at: by a real browser, through the Hosting emulator. */
  readonly web: boolean;
}

/** Vitest's options that only tell something. */
const TELLS_ONLY = new Set(['-h', '--help', '-v', '--version']);

/** Projects of `vitest.config.ts` that need no emulator, or bring their own. */
const WITHOUT_STACK = new Set(['unit', 'model', 'chaos']);
const WITH_BROWSER = 'browser';

/**
 * What Vitest with these arguments needs, by the projects they select. Without `--project`, and
 * with a pattern of projects (`*`, `!name`) that only Vitest can read, it is everything.
 */
export function planTests(args: readonly string[]): TestPlan {
  if (args.some((arg) => TELLS_ONLY.has(arg))) return { stack: false, web: false };
  const projects = selectedProjects(args);
  const all = projects.length === 0 || projects.some((name) => /[*!]/.test(name));
  if (all) return { stack: true, web: true };
  return {
    stack: !projects.every((name) => WITHOUT_STACK.has(name)),
    web: projects.includes(WITH_BROWSER),
  };
}

/** `--project unit` and `--project=unit`, any number of times. */
function selectedProjects(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, index) => {
    if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
    return arg === '--project' ? [args[index + 1] ?? ''] : [];
  });
}
