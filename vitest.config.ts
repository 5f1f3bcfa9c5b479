import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { SELECTION_VARIABLE, stacksFromEnv } from './test/support/stacks.ts';
import { TestReporter } from './tools/test-reporter.ts';

/** Every test there is, by project: `npm run test:full`. */
const TESTS = {
  unit: [
    'packages/live-claims/src/!(angular|solid|svelte|vue)/**/*.test.{ts,tsx}',
    '{functions,web,packages/live-claims-kit}/src/**/*.test.{ts,tsx}',
    'tools/**/*.test.ts',
  ],
  frameworks: ['packages/live-claims/src/{angular,solid,svelte,vue}/**/*.test.ts'],
  model: ['test/model/**/*.test.ts'],
  package: ['test/package/**/*.test.ts'],
  kit: ['test/kit/**/*.test.ts'],
  adopt: ['test/adopt/*.test.ts'],
  rules: ['test/rules/**/*.test.ts'],
  integration: ['test/integration/**/*.test.ts'],
  browser: ['test/browser/**/*.test.ts'],
  chaos: ['test/chaos/**/*.test.ts'],
  attacks: ['test/attacks/**/*.test.ts'],
} as const;

type Project = keyof typeof TESTS;

/**
 * What every change needs: `npm test`, which may take four minutes on two cores. Of a project that is
 * not named here it is everything, of the others these files.
 */
const SHORT: Partial<Record<Project, readonly string[]>> = {
  integration: [
    'test/integration/{sync,sign-up,set-user-role,guards,end-sessions,access-settings}.test.ts',
    'test/integration/{expire-grants,delete-user,users-me,reconcile}.test.ts',
    'test/integration/invites/accept-invite.test.ts',
    'test/integration/admin-cli/{grant,show}.test.ts',
  ],
  package: [],
  rules: ['test/rules/*.test.ts', 'test/rules/{matrix,mutation,support}/**/*.test.ts'],
  kit: [],
  adopt: [],
  browser: ['test/browser/live-access.test.ts'],
  chaos: [],
  attacks: ['test/attacks/{own-role,marker,tokens,claims-of-a-wrong-type,confused-deputy}.test.ts'],
};

const selection = process.env[SELECTION_VARIABLE];

const filesOf = (name: Project): readonly string[] =>
  (selection === 'short' && SHORT[name]) || TESTS[name];

/** How many files each project has that this run leaves out. */
function leftOut(): ReadonlyMap<string, number> {
  const count = (globs: readonly string[]) => new Set(globs.flatMap((glob) => globSync(glob))).size;
  const names = Object.keys(TESTS) as Project[];
  return new Map(names.map((name) => [name, count(TESTS[name]) - count(filesOf(name))]));
}

/*
 * The patience of each project is for machines that are slow or busy with something else: what waits
 * for an event is not to fail before that.
 */

/** Vitest polls for one second by default, which a slow machine takes for less. */
const expect = (patienceMs: number) => ({ poll: { timeout: patienceMs / 2 } });

/** Tests that need no stack: as many files at the same time as there are cores. */
const alone = (name: Project, patienceMs: number, turn = 0) => ({
  test: {
    name,
    include: [...filesOf(name)],
    maxWorkers: availableParallelism(),
    sequence: { groupOrder: turn },
    testTimeout: patienceMs,
    expect: expect(patienceMs),
  },
});

/** Tests of bindings, each in its own framework, as a browser loads it. */
const inFrameworks = (patienceMs: number) => ({
  ...alone('frameworks', patienceMs),
  plugins: [svelte({ configFile: false })],
  resolve: { conditions: ['browser'] },
  // Node by itself would load what these have for servers.
  ssr: { noExternal: ['svelte', 'solid-js'] },
});

/** Tests on a stack: as many files at the same time as there are stacks, each on one that nobody else has. */
const onTheStack = (name: Project, patienceMs: number, turn = 2) => ({
  test: {
    name,
    include: [...filesOf(name)],
    setupFiles: ['test/support/choose-stack.ts'],
    maxWorkers: Math.max(1, stacksFromEnv().length),
    sequence: { groupOrder: turn },
    testTimeout: patienceMs,
    expect: expect(patienceMs),
    hookTimeout: 180_000,
  },
});

export default defineConfig({
  test: {
    slowTestThreshold: 2_000,
    reporters: [
      new TestReporter({ selection, leftOut }),
      ...(process.env.GITHUB_ACTIONS ? ['github-actions'] : []),
    ],
    projects: [
      // Some start processes of their own, on machines that may be busy.
      alone('unit', 60_000),
      inFrameworks(60_000),
      alone('model', 300_000),
      alone('package', 120_000),
      // They start emulators of their own: there is memory for them when the others are done.
      alone('kit', 180_000, 3),
      alone('adopt', 600_000, 3),
      // Its longest file keeps two cores busy by itself, so it goes first rather than last.
      onTheStack('rules', 120_000, 1),
      onTheStack('integration', 180_000),
      onTheStack('browser', 300_000),
      onTheStack('chaos', 600_000),
      onTheStack('attacks', 300_000),
    ],
  },
});
