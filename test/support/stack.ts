import { type StackEnv, stackFromEnv } from '../../tools/emulators/stack-env.ts';

/** The stack that `npm test` started. */
export const stack = stackFromEnv();

/** The same as variables, for whoever takes those; `stackFromEnv` has seen that they are set. */
export const stackEnvOfTests = process.env as unknown as StackEnv;
