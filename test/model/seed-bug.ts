import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { patchSources } from '../support/patch-source.ts';
import type { Bug } from './bug.ts';
import type { Subject } from './programs.ts';

/**
 * The code under the check, with a bug in it.
 *
 * @throws {Error} when a patch does not fit the code (any more) in exactly one place.
 */
export async function seedBug(bug: Bug): Promise<Subject> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seeded-bug-'));
  try {
    const file = path.join(folder, 'subject.mjs');
    const { plugin, assertUsed } = patchSources(bug.patches);
    await build({
      entryPoints: [fileURLToPath(new URL('subject.ts', import.meta.url))],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['firebase', 'firebase/*'],
      logLevel: 'silent',
      plugins: [
        plugin,
        {
          name: 'no-admin-sdk',
          setup({ onLoad, onResolve }) {
            // The Admin SDK is only there for field values of writes that the model does not make.
            onResolve({ filter: /^firebase-admin/ }, ({ path: name }) => ({
              path: name,
              namespace: 'admin',
            }));
            onLoad({ filter: /.*/, namespace: 'admin' }, () => ({
              contents: 'module.exports = {};',
              loader: 'js',
            }));
          },
        },
      ],
    });
    assertUsed();
    return (await import(pathToFileURL(file).href)) as Subject;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
