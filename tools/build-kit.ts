import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  broken,
  compile,
  type Manifest,
  pointTypesAtTypes,
  publishedManifest,
} from './build-package.ts';
import { ROOT } from './emulators/root.ts';

const KIT = path.join(ROOT, 'packages', 'live-claims-kit');

/** The kit as it is published, with its versions locked. */
export const KIT_DIST = path.join(KIT, 'dist');

/**
 * Compiles `packages/live-claims-kit` to its `dist`, against the package as `buildPackage` left it, and locks what it
 * needs in an `npm-shrinkwrap.json`, so that a kit is deployed with the versions that it was tested with.
 *
 * @param env of npm: the registry that it names has to know this version of the package.
 * @throws {StackError} `build-failed` with what the compiler or npm said.
 */
export async function buildKit(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  await rm(KIT_DIST, { recursive: true, force: true });
  const manifest: Manifest = JSON.parse(await readFile(path.join(KIT, 'package.json'), 'utf8'));
  await compile(KIT, KIT_DIST);
  await pointTypesAtTypes(KIT_DIST);
  const text = `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`;
  await writeFile(path.join(KIT_DIST, 'package.json'), text);
  await cp(path.join(ROOT, 'LICENSE'), path.join(KIT_DIST, 'LICENSE'));
  await cp(path.join(KIT, 'README.md'), path.join(KIT_DIST, 'README.md'));
  await lock(env);
}

async function lock(env: NodeJS.ProcessEnv): Promise<void> {
  // Without addresses: an adopter has a registry of their own.
  const lockOnly = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved'];
  const args = [...lockOnly, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const options = { cwd: KIT_DIST, env, shell: process.platform === 'win32' };
  await promisify(execFile)('npm', args, options).catch(({ stderr = '' }: { stderr?: string }) => {
    throw broken(KIT, stderr.trimEnd().split('\n').slice(0, 20));
  });
  const [from, to] = ['package-lock.json', 'npm-shrinkwrap.json'];
  await rename(path.join(KIT_DIST, from), path.join(KIT_DIST, to));
}
