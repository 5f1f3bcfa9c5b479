import { defineConfig } from 'vitest/config';

/** Tests on the stack share one set of emulators, so their files take turns. */
const onTheStack = { fileParallelism: false, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,functions,web}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        },
      },
      { test: { name: 'rules', include: ['test/rules/**/*.test.ts'], ...onTheStack } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], ...onTheStack } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...onTheStack, testTimeout: 60_000 } },
    ],
  },
});
