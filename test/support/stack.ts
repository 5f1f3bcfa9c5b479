import { type StackEnv, stackFromEnv } from '../../tools/emulators/stack-env.ts';

/** The stack that `npm test` started. */
export const stack = stackFromEnv();

/** The same as environment variables; `stackFromEnv` has checked that they are set. */
export const stackEnvOfTests = process.env as unknown as StackEnv;
