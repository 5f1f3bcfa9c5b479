#!/usr/bin/env node
import { main } from './live-claims.ts';
import { loadConfig } from './load-config.ts';

// A reader that has seen enough (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const args = process.argv.slice(2);
process.exitCode = await main(args, () => loadConfig(args));
