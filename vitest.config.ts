import { defineConfig } from 'vitest/config';

/**
 * Tests on the stack share one set of emulators and two cores, so they take turns: file by file, and
 * project by project.
 */
const onTheStack = (name: string, turn: number, patienceMs: number, retry = 0) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder: turn },
    fileParallelism: false,
    testTimeout: patienceMs,
    retry,
    hookTimeout: 60_000,
    // Nobody is to look for Google Cloud's metadata server on a machine that is not there.
    env: { METADATA_SERVER_DETECTION: 'none' },
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Some start processes of their own, on machines that may be busy.
          testTimeout: 20_000,
          include: ['{contract,functions,web}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        },
      },
      onTheStack('rules', 1, 30_000),
      onTheStack('integration', 2, 30_000),
      // Once, on a loaded machine, a client missed a change for ten seconds; the cause is not found.
      onTheStack('browser', 3, 120_000, 1),
    ],
  },
});
