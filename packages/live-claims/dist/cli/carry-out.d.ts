import type { LiveClaimsConfig } from '../core/index.js';
import type { Answer } from './answer.js';
import { openProject } from './open-project.js';
import type { AdminRequest } from './request.js';
import type { Terminal } from './terminal.js';
/**
 * Finds the target, opens it, does what was asked for and closes it again.
 *
 * @throws {AdminError} for every failure that can be explained, those of the platform among them.
 */
export declare function carryOut(request: AdminRequest, config: LiveClaimsConfig, terminal: Terminal, signal: AbortSignal, open?: typeof openProject): Promise<Answer>;
