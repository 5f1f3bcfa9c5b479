import { defineConfig } from 'vitest/config';

/** The lab's own tests, which need no emulator: `npm run test:lab`. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ['**/*.test.ts'], testTimeout: 60_000 },
});
