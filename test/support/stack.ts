import { stackFromEnv } from '../../scripts/stack/stack-env.ts';

/** The stack that `npm test` started. */
export const stack = stackFromEnv();
