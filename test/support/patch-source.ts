import { appendFileSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from '../../tools/emulators/root.ts';
import { findByShape, rename } from './find-by-shape.ts';

/** One place in one file, and what stands there instead: a seeded bug, or a missing defence. */
export interface Patch {
  /** Relative to the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * A patch that fits the file as it is now. Where a test file declares it, so that `npm run check`, which only loads
 * these files, says what no longer fits, and asks of each that what it puts there is declared.
 *
 * @throws {Error} when `find` is not there exactly once.
 */
export function patchOf(patch: Patch): Patch {
  patchText(readFileSync(path.join(ROOT, patch.file), 'utf8'), patch);
  const { PATCHES_TO: list } = process.env;
  if (list) appendFileSync(list, `${JSON.stringify(patch)}\n`);
  return patch;
}

/**
 * The text with the patch in it. How the code is broken into lines does not matter; nor, where the text is not there to the
 * letter, do the names: a rename leaves the patch in its place, and what stands there instead follows it.
 *
 * @throws {Error} when `find` is not there exactly once: so no list of patches falls behind the code.
 */
export function patchText(text: string, { file, find, replace }: Patch): string {
  const words = find.split(/\s+/).map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const place = new RegExp(words.join('\\s+'), 'g');
  const places = [...text.matchAll(place)].length;
  if (places === 1 && find !== replace) return text.replace(place, () => replace);
  const shape = places === 0 ? findByShape(text, find) : null;
  if (shape === null) throw new Error(`${file} has ${places} places for this patch: ${find}`);
  return text.slice(0, shape.from) + rename(replace, shape.renamed) + text.slice(shape.to);
}

/** An esbuild plugin that patches sources of ours on their way into a bundle. */
export function patchSources(patches: readonly Patch[]): {
  readonly plugin: Plugin;
  /** @throws {Error} when a patched file is no part of the bundle. */
  readonly assertUsed: () => void;
} {
  const used = new Set<string>();
  const plugin: Plugin = {
    name: 'patch-sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path: loaded }) => {
        const file = path.relative(ROOT, loaded).replaceAll(path.sep, '/');
        const here = patches.filter((patch) => patch.file === file);
        if (here.length === 0) return null;
        used.add(file);
        return { contents: here.reduce(patchText, await readFile(loaded, 'utf8')), loader: 'ts' };
      });
    },
  };
  return {
    plugin,
    assertUsed: () => {
      const missed = patches.find(({ file }) => !used.has(file));
      if (missed) throw new Error(`${missed.file} is no part of the bundle.`);
    },
  };
}
