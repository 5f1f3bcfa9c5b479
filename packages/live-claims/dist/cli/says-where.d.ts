import { AdminError } from './admin-error.js';
import { type RunningStack } from './running-stacks.js';
import type { Target } from './target.js';
/**
 * The failure to find something, with where it was looked for: which project, on which emulators, and what else
 * runs on this machine.
 */
export declare function saysWhere(failure: AdminError, target: Target, running?: () => Promise<readonly RunningStack[]>): Promise<AdminError>;
