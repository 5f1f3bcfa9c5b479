import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../../tools/emulators/root.ts';
import { PROJECT_ID } from '../../tools/emulators/stack.ts';
import type { Figure } from '../results.ts';
import { median } from './median.ts';

const IMPORT_ONCE = fileURLToPath(new URL('./import-once.ts', import.meta.url));
const BUNDLE = path.join(ROOT, 'functions/lib/index.js');

/** What importing the functions may take, as a multiple of Firebase's SDKs alone (issue 11). */
const AIM_TIMES = 1.1;

/**
 * How long a fresh process takes to import the functions, and how much of that is Firebase's SDKs: the
 * very entries that the bundle imports, by themselves. Taking turns; the first turn warms up. The
 * functions have to be built.
 */
export async function measureColdImport(
  times: number,
  onProgress: (done: number) => void,
): Promise<readonly Figure[]> {
  const sdks = await importsOf(BUNDLE);
  const bundle = [pathToFileURL(BUNDLE).href];
  const pairs: { readonly all: number; readonly baseline: number }[] = [];
  for (let turn = -1; turn < times; turn++) {
    const pair = { all: await importOnce(bundle), baseline: await importOnce(sdks) };
    if (turn >= 0) pairs.push(pair);
    onProgress(turn + 1);
  }
  const how = `Median of ${times} fresh processes without a compile cache; files were in the system's cache.`;
  const figure = (name: string, values: readonly number[], note: string) => ({
    ...{ name, value: Math.round(median(values)), unit: 'ms', aim: null, note },
  });
  return [
    figure(
      'cold import of the functions',
      pairs.map(({ all }) => all),
      how,
    ),
    figure(
      'cold import of the functions: Firebase SDKs alone',
      pairs.map(({ baseline }) => baseline),
      `${how} What the bundle imports: ${sdks.join(', ')}.`,
    ),
    {
      name: 'cold import of the functions, as a multiple of that',
      value: Math.round(100 * median(pairs.map(({ all, baseline }) => all / baseline))) / 100,
      unit: '×',
      aim: AIM_TIMES,
      note: 'Median of the ratios, turn by turn.',
    },
  ];
}

/** What a bundle imports from elsewhere. */
async function importsOf(bundle: string): Promise<readonly string[]> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: [bundle],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outputs = Object.values(metafile.outputs);
  const found = outputs.flatMap(({ imports }) => imports.map((each) => each.path));
  return [...new Set(found)].filter((name) => name.startsWith('firebase-'));
}

async function importOnce(names: readonly string[]): Promise<number> {
  const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [IMPORT_ONCE, ...names], {
    env: { ...env, GCLOUD_PROJECT: PROJECT_ID, METADATA_SERVER_DETECTION: 'none' },
    timeout: 60_000,
  });
  return Number(stdout);
}
