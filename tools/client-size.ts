import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a page loads of the package, without Firebase and frameworks, minified and gzipped. */
const PARTS = [
  { name: 'client core', entry: 'web/index.ts', only: 'createLiveClaims', budgetBytes: 7_560 },
  { name: 'polling, when needed', entry: 'web/polling.ts', budgetBytes: 1_920 },
  { name: 'refusals, when needed', entry: 'web/refusal.ts', budgetBytes: 850 },
  {
    name: 'all of the client in one file',
    entry: 'web/index.ts',
    only: 'createLiveClaims',
    isOneFile: true,
    budgetBytes: 9_080,
  },
  {
    name: 'client core with organisations and own claims',
    entry: 'web/index.ts',
    only: 'createLiveClaims, additionalClaims',
    budgetBytes: 8_280,
  },
  {
    name: 'what follows with a session cookie',
    entry: 'web/index.ts',
    only: 'followWithSession',
    budgetBytes: 2_150,
  },
  { name: 'receipts, loaded by themselves', entry: 'receipts/index.ts', budgetBytes: 3_150 },
  { name: 'React bindings', entry: 'react/index.ts', budgetBytes: 1_200 },
  { name: 'Vue bindings', entry: 'vue/index.ts', budgetBytes: 1_300 },
  { name: 'Svelte bindings', entry: 'svelte/index.ts', budgetBytes: 1_200 },
  { name: 'Angular bindings', entry: 'angular/index.ts', budgetBytes: 1_600 },
  { name: 'Solid bindings', entry: 'solid/index.ts', budgetBytes: 1_200 },
] as const;

const SOURCE = fileURLToPath(new URL('../packages/live-claims/src/', import.meta.url));

for (const part of PARTS) {
  const names = 'only' in part ? `{ ${part.only} }` : '*';
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${names} from './${part.entry}'`,
      resolveDir: SOURCE,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['firebase/*', 'react', 'react/*', 'vue', 'svelte/*', '@angular/*', 'solid-js'],
    write: false,
    metafile: true,
    plugins: [
      {
        // What is imported when it is needed is no part of what a page loads at the start.
        name: 'on-demand',
        setup({ onResolve }) {
          onResolve({ filter: /^\./ }, ({ kind, path }) =>
            kind === 'dynamic-import' && !('isOneFile' in part) ? { path, external: true } : null,
          );
        },
      },
    ],
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const { length } = gzipSync(code, { level: constants.Z_BEST_COMPRESSION });
  console.log(
    `${part.name}: ${length} bytes min+gzip, of ${part.budgetBytes} (minified ${code.length})`,
  );
  if (process.argv.includes('--files')) {
    const [output] = Object.values(metafile.outputs);
    const files = Object.entries(output?.inputs ?? {}).map(
      ([file, { bytesInOutput }]) => [bytesInOutput, file.replace(/.*\/src\//, '')] as const,
    );
    for (const [bytes, file] of files.sort(([a], [b]) => b - a)) {
      if (bytes > 0) console.log(`${String(bytes).padStart(8)}  ${file}`);
    }
  }
  if (length > part.budgetBytes) process.exitCode = 1;
}

if (process.exitCode) {
  console.error(
    'Over budget. `node tools/client-size.ts --files` shows the minified bytes of each file.',
  );
}
