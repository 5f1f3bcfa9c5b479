import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildPackage } from '../../tools/build-package.ts';
import { packPackage } from '../../tools/check-package.ts';

/**
 * Builds the package and packs it.
 *
 * @param folder for the tarball.
 * @param dist where it is built: a folder of its own where others build at the same time.
 * @returns the tarball.
 */
export async function packInto(folder: string, dist?: string): Promise<string> {
  await buildPackage(dist);
  return packPackage(folder, dist);
}

/** Puts what a tarball of the package has into `live-claims` in a folder of modules. */
export async function unpackInto(modules: string, tarball: string): Promise<void> {
  const into = path.join(modules, 'live-claims');
  mkdirSync(into, { recursive: true });
  await promisify(execFile)('tar', ['-xzf', tarball, '-C', into, '--strip-components', '1']);
}

/**
 * The environment of an npm that asks its registry for what it has not got yet, and says nothing but errors. With this
 * process' own Node: npm leaves out what another would be too old for.
 */
export const npmEnv = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => ({
  ...env,
  PATH: [path.dirname(process.execPath), env.PATH].join(path.delimiter),
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_loglevel: 'error',
});
