import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { isRunning } from '../../tools/emulators/process-tree.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { STATE_FOLDER } from '../state-folder.ts';

const NAME = /^lab-functions-(\d+)$/;

/**
 * Bundles functions of this folder into a folder of this process's own, for `startStack({ functionsFolder })`. Comes
 * back with the folder, which the next run removes once this process is gone.
 *
 * @param entry the file that exports them. @default ours and those of the other approaches
 * @throws {BuildFailure} of esbuild, naming the place in the source.
 */
export async function buildLabFunctions(
  entry: 'functions.ts' | 'org-functions.ts' = 'functions.ts',
): Promise<string> {
  mkdirSync(STATE_FOLDER, { recursive: true });
  for (const name of readdirSync(STATE_FOLDER)) {
    const pid = NAME.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(STATE_FOLDER, name), { recursive: true });
  }
  const folder = path.join(STATE_FOLDER, `lab-functions-${process.pid}`);
  // As `npm run build` does it; the lab's own libraries, and the Firebase SDKs of the root, are found above the folder.
  await build({
    entryPoints: [path.join(import.meta.dirname, entry)],
    outfile: path.join(folder, 'lib/index.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['firebase-admin', 'firebase-functions', 'express', 'redis'].flatMap((name) => [
      name,
      `${name}/*`,
    ]),
    sourcemap: true,
    logLevel: 'silent',
  });
  for (const name of ['package.json', '.env']) {
    const file = path.join(ROOT, 'functions', name);
    if (existsSync(file)) cpSync(file, path.join(folder, name));
  }
  return folder;
}
