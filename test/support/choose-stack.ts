import { stacksFromEnv } from './stacks.ts';

/*
 * Runs before each file that needs a stack. Vitest numbers the workers that are at work at the same
 * time from 1 on, and lets no two have the same number: so the stack of this number is this file's alone.
 */
Object.assign(process.env, stacksFromEnv()[Number(process.env.VITEST_POOL_ID) - 1]);
