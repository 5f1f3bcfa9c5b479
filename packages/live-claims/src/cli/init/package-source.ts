import { existsSync } from 'node:fs';
import path from 'node:path';
import { AdminError } from '../admin-error.ts';
import { json } from '../firebase-project.ts';
import { type AppFacts, rangeOf } from './inspect-app.ts';

/** Where the app's package.json files get live-claims from. */
export interface PackageSource {
  /** What the package.json of a folder has as the version. */
  readonly rangeIn: (folder: string) => string;
  /** Whether it was named on the command line, and so stands above what is there. */
  readonly isNamed: boolean;
  /** What has to be copied into the folder of the functions, which alone is uploaded. */
  readonly copies: readonly { readonly from: string; readonly path: string }[];
}

/**
 * The range of the running version; or what `--package` says: a range, an address, or a tarball. A tarball is copied
 * into the folder of the functions, since nothing outside of it is uploaded, and both package.json files name it there.
 *
 * @param named what `--package` says, seen from `cwd`.
 * @param functions the folder of the functions.
 * @throws {AdminError} `usage` for a tarball that is not there.
 */
export function packageSource(
  facts: AppFacts,
  {
    named,
    version,
    cwd,
    functions,
  }: Readonly<Record<'version' | 'cwd' | 'functions', string>> & {
    readonly named: string | undefined;
  },
): PackageSource {
  const tarball = tarballOf(facts, named, cwd);
  if (tarball === null) {
    const range = named ?? `^${version}`;
    return { rangeIn: () => range, isNamed: named !== undefined, copies: [] };
  }
  if (!existsSync(tarball)) {
    throw new AdminError('usage', `There is no file ${tarball}.`, {
      next: 'Name the tarball that `npm pack` made: `--package ./live-claims-0.1.0.tgz`',
    });
  }
  const at = path.posix.join(functions, path.basename(tarball));
  const isThere = path.join(facts.root, at) === tarball;
  return {
    rangeIn: (folder) => `file:${path.posix.relative(folder, at)}`,
    isNamed: named !== undefined,
    copies: isThere || facts.read(at) !== null ? [] : [{ from: tarball, path: at }],
  };
}

/** The tarball that `--package` names, or that the app has installed live-claims from. */
function tarballOf(facts: AppFacts, named: string | undefined, cwd: string): string | null {
  if (named !== undefined) return isTarball(named) ? path.resolve(cwd, fileOf(named)) : null;
  for (const { manifest, folder } of [...facts.webs, ...facts.functions]) {
    const range = manifest === null ? null : rangeOf(json(manifest.text), 'live-claims');
    if (range !== null && isTarball(range)) return path.resolve(facts.root, folder, fileOf(range));
  }
  return null;
}

const isTarball = (text: string) => /\.tgz$/.test(text) && !/^https?:/.test(text);
const fileOf = (text: string) => text.replace(/^file:/, '');
