import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { ROOT } from '../../tools/emulators/root.ts';
import type { Figure } from '../results.ts';

const CORE = path.join(ROOT, 'packages/live-claims/src/web');

/** Bytes that the client core may come to, min+gzip, without the Firebase SDK (issue 11). */
const AIM_BYTES = 6_000;

/** What somebody imports who lifts the core out, by what the figure is called. */
const IMPORTS = {
  'client core': `export { createLiveClaims } from './index.ts'`,
} as const;

/** How many bytes the client core adds to an app, without the Firebase SDK. */
export async function measureBundleSize(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, contents] of Object.entries(IMPORTS)) {
    const code = await bundle(contents);
    const aim = name === 'client core' ? AIM_BYTES : null;
    const note = `${code.length} bytes minified by esbuild for ES2022, Firebase left out.`;
    const gzip = gzipSync(code, { level: constants.Z_BEST_COMPRESSION }).length;
    const brotli = brotliCompressSync(code).length;
    figures.push(
      { name: `${name}, min+gzip`, value: gzip, unit: 'bytes', aim, note },
      { name: `${name}, min+brotli`, value: brotli, unit: 'bytes', aim: null, note },
    );
  }
  return figures;
}

async function bundle(contents: string): Promise<Uint8Array> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: CORE, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    // As in web/vite.config.ts.
    target: 'es2022',
    external: ['firebase/*'],
    write: false,
  });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}
