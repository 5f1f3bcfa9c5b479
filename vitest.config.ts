import { defineConfig } from 'vitest/config';

/**
 * Tests on the stack share one set of emulators and two cores, so they take turns: file by file, and
 * project by project.
 */
const onTheStack = (name: string, turn: number, patienceMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    sequence: { groupOrder: turn },
    fileParallelism: false,
    testTimeout: patienceMs,
    hookTimeout: 60_000,
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
          include: [
            '{contract,functions,web}/src/**/*.test.{ts,tsx}',
            '{scripts,bench}/**/*.test.ts',
          ],
        },
      },
      {
        test: { name: 'model', testTimeout: 120_000, include: ['test/model/**/*.test.ts'] },
      },
      onTheStack('rules', 1, 30_000),
      onTheStack('integration', 2, 30_000),
      onTheStack('browser', 3, 120_000),
      onTheStack('chaos', 4, 120_000),
      onTheStack('attacks', 5, 180_000),
    ],
  },
});
