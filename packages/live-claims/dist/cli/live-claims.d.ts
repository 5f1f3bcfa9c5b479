import type { LiveClaimsConfig } from '../core/index.js';
import { type Terminal } from './terminal.js';
/**
 * `npm run admin -- <command>`: the operator's command line. Comes back with the exit code; the table
 * is in `--help`. With `--json` it prints one JSON object to stdout, also for a failure. Never throws.
 */
export declare function main(args: readonly string[], config: LiveClaimsConfig, terminal?: Terminal): Promise<number>;
