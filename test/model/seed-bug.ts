import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Bug } from './bug.ts';
import type { Subject } from './programs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The code under the check, with a bug in it.
 *
 * @throws {Error} when a patch does not fit the code (any more) in exactly one place.
 */
export async function seedBug(bug: Bug): Promise<Subject> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seeded-bug-'));
  try {
    const file = path.join(folder, 'subject.mjs');
    const patched = new Set<string>();
    await build({
      entryPoints: [fileURLToPath(new URL('subject.ts', import.meta.url))],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['firebase', 'firebase/*'],
      logLevel: 'silent',
      plugins: [
        {
          name: 'seed-bug',
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
            onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) => {
              const name = path.relative(ROOT, loaded).replaceAll(path.sep, '/');
              const patches = bug.patches.filter((patch) => patch.file === name);
              if (patches.length === 0) return null;
              patched.add(name);
              let contents = await readFile(loaded, 'utf8');
              for (const { find, replace } of patches) {
                const places = contents.split(find).length - 1;
                if (places !== 1) {
                  throw new Error(`"${bug.name}": ${name} has ${places} places for: ${find}`);
                }
                contents = contents.replace(find, () => replace);
              }
              return { contents, loader: 'ts' };
            });
          },
        },
      ],
    });
    const missed = bug.patches.find((patch) => !patched.has(patch.file));
    if (missed) throw new Error(`"${bug.name}": ${missed.file} is not part of the subject.`);
    return (await import(pathToFileURL(file).href)) as Subject;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
