import { defineConfig } from 'vitest/config';

/**
 * The tests that `npm run test:mutation` has to fail. What is imported by the
 * name `live-claims/core` has no mutants: the sandbox shares node_modules. So the contract's
 * mutants are for the contract's own tests to kill.
 */
export default defineConfig({
  test: {
    // A worker for each file would take most of the time.
    isolate: false,
    include: [
      'packages/live-claims/src/core/{access-settings,challenge,claims,grant,granting,me}.test.ts',
      'packages/live-claims/src/functions/{guards,edit}/**/*.test.ts',
    ],
  },
});
