import config from '../functions/src/live-claims.config.ts';
import { main as live } from '../packages/live-claims/src/cli/live-claims.ts';

/** `npm run admin`: the package's command line, for the demo's configuration. */
export const main = (args: readonly string[]): Promise<number> => live(args, config);
