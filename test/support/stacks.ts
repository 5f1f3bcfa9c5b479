import type { StackEnv } from '../../tools/emulators/stack-env.ts';

/** Tells `vitest.config.ts` whether it is `npm test` (`short`) or `npm run test:full`. */
export const SELECTION_VARIABLE = 'LIVE_CLAIMS_TESTS';

/** Holds the variables of every stack of a test run, as JSON. */
const STACKS_VARIABLE = 'LIVE_CLAIMS_STACKS';

/** For the environment of Vitest. */
export const stacksToEnv = (stacks: readonly StackEnv[]): NodeJS.ProcessEnv => ({
  [STACKS_VARIABLE]: JSON.stringify(stacks),
});

/** The stacks that this test run has; none when Vitest was started by hand. */
export const stacksFromEnv = (env: NodeJS.ProcessEnv = process.env): readonly StackEnv[] =>
  JSON.parse(env[STACKS_VARIABLE] ?? '[]');
