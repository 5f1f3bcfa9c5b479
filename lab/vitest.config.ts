import { defineConfig } from 'vitest/config';

/** The lab's own tests: `npm run test:lab`. One of them starts two stacks, one after the other. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['**/*.test.ts'], testTimeout: 60_000 },
});
