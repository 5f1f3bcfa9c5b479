import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './emulators/root.ts';
import { StackError } from './emulators/stack-error.ts';

const PACKAGE = path.join(ROOT, 'packages', 'live-claims');

/** What is published: JavaScript with types, and a package.json that names nothing else. */
export const PACKAGE_DIST = path.join(PACKAGE, 'dist');

/** What stands in the repository's package.json only. */
const NOT_PUBLISHED = ['private', 'devDependencies'];

/** What the console shares with the demo, which is in this repository: no surface of the package. */
const NOT_EXPORTED = './console/parts';

/** What is shipped as it stands, beside the code. */
export const SHIPPED = [
  'README.md',
  'LICENSE',
  'llms.txt',
  ...[
    'adopt',
    'by-hand',
    'check',
    'concepts',
    'console',
    'devtools',
    'frameworks',
    'operations',
    'organisations',
    'protocol',
    'react-native',
    'security',
    'server',
  ].map((page) => `docs/${page}.md`),
  'docs/reference',
  'packages/live-claims/conformance',
  'packages/live-claims/skills',
];

/** Where it is in the package. */
export const shippedAs = (file: string) => file.replace('packages/live-claims/', '');

/** A package.json of this repository, as far as a build changes it. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Builds `packages/live-claims/src` to its `dist`, which `npm pack` takes as it stands: in the repository
 * the package's exports are its sources, so that no build stands between an edit and a test.
 *
 * What a page loads is compiled file by file, so that its bundler leaves out what it does not use. What Node loads is
 * bundled: a cold import of the functions reads 4 files of ours, not 127. In CPU time that is 1.05 times the
 * Firebase SDKs alone, instead of 1.18.
 *
 * @param dist the folder that is written; what was in it is deleted. Two builds at the same time need two.
 * @throws {StackError} `build-failed` with what the compiler said.
 */
export async function buildPackage(dist = PACKAGE_DIST): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const manifest: Manifest = JSON.parse(await readFile(path.join(PACKAGE, 'package.json'), 'utf8'));
  await mkdir(dist, { recursive: true });
  await compile(PACKAGE, dist);
  await Promise.all([pointTypesAtTypes(dist), bundleForServers(dist), compileStyles(dist)]);
  const text = `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`;
  await writeFile(path.join(dist, 'package.json'), text);
  for (const file of SHIPPED) {
    await cp(path.join(ROOT, file), path.join(dist, shippedAs(file)), { recursive: true });
  }
  const index = await readFile(path.join(ROOT, 'llms.txt'), 'utf8');
  await writeFile(path.join(dist, 'llms.txt'), index.replace(/\(packages[^)]*\)/g, shippedAs));
}

/** Compiles a folder of `packages/` by its tsconfig.build.json, declarations too. @throws {StackError} `build-failed`. */
export async function compile(folder: string, dist: string): Promise<void> {
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = path.join(folder, 'tsconfig.build.json');
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', config, '--outDir', dist]);
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw broken(folder, stdout.trimEnd().split('\n').slice(0, 20));
  }
}

/**
 * Turns the CSS modules of the console into one stylesheet and a module of class names each, as component libraries ship
 * them: an app imports the stylesheet once, and its bundler, test runner or server needs no plug-in for CSS modules.
 */
async function compileStyles(dist: string): Promise<void> {
  const { transform } = await import('lightningcss');
  const source = path.join(PACKAGE, 'src');
  const stylesheet = path.join('console', 'styles.css');
  const parts = [await readFile(path.join(source, stylesheet), 'utf8')];
  for (const file of globSync('console/**/*.module.css', { cwd: source }).sort()) {
    const { code, exports = {} } = transform({
      filename: path.basename(file, '.module.css'),
      code: await readFile(path.join(source, file)),
      cssModules: { pattern: 'lc-[name]-[local]' },
    });
    parts.push(code.toString());
    const names = Object.entries(exports).map(([local, { name }]) => [local, name]);
    const text = JSON.stringify(Object.fromEntries(names.sort()), null, 2);
    await mkdir(path.dirname(path.join(dist, file)), { recursive: true });
    await writeFile(path.join(dist, `${file}.js`), `export default ${text};\n`);
  }
  await writeFile(path.join(dist, stylesheet), parts.join('\n'));
  for await (const file of glob('console/**/*.js', { cwd: dist })) {
    const at = path.join(dist, file);
    const code = await readFile(at, 'utf8');
    await writeFile(at, code.replaceAll(/(from '[^']+\.module\.css)'/g, "$1.js'"));
  }
}

/** What Node loads, by the file that it becomes. Whatever they share is a file beside them. */
const SERVER_BUNDLES = [
  { in: 'src/core/index.ts', out: 'node/core' },
  { in: 'src/functions/index.ts', out: 'functions/index' },
  { in: 'src/server/index.ts', out: 'server/index' },
  { in: 'src/cli/bin.ts', out: 'cli/bin' },
];

async function bundleForServers(dist: string): Promise<void> {
  const { build } = await import('esbuild');
  for await (const file of glob('{functions,server,cli}/**/*.js', { cwd: dist })) {
    await rm(path.join(dist, file));
  }
  await build({
    absWorkingDir: PACKAGE,
    entryPoints: SERVER_BUNDLES,
    outdir: dist,
    chunkNames: 'node/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'silent',
  }).catch((error: Error) => {
    throw broken(PACKAGE, error.message.split('\n').slice(0, 20));
  });
}

/** That a folder of `packages/` does not build, with what was said of it. */
export function broken(folder: string, details: readonly string[]): StackError {
  const name = path.basename(folder);
  return new StackError('build-failed', `The package in packages/${name} does not build.`, {
    details,
    next: 'Mend what the lines above name, then try again.',
  });
}

/** The compiler leaves `./a.ts` in declarations as it is. */
export async function pointTypesAtTypes(dist: string): Promise<void> {
  for await (const file of glob('**/*.d.ts', { cwd: dist })) {
    const at = path.join(dist, file);
    const text = await readFile(at, 'utf8');
    await writeFile(
      at,
      text.replaceAll(/((?:from |import\()['"]\.[^'"]*)\.tsx?(['"])/g, '$1.js$2'),
    );
  }
}

/** The manifest with compiled files in place of sources. */
export function publishedManifest(manifest: Manifest): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([field]) => !NOT_PUBLISHED.includes(field));
  const compiled = (source: string) => source.replace('./src/', './').replace(/\.tsx?$/, '');
  const exported = Object.entries(manifest.exports).filter(
    ([name]) => !name.startsWith(NOT_EXPORTED),
  );
  const exports = exported.map(([name, source]) => {
    const file = compiled(source);
    const isCode = /\.tsx?$/.test(source);
    // A page's bundler takes the modules one by one, Node the bundle that the functions use as well.
    const node = name === './core' ? { node: './node/core.js' } : {};
    return [name, isCode ? { types: `${file}.d.ts`, ...node, default: `${file}.js` } : file];
  });
  const bin = Object.entries(manifest.bin ?? {}).map(([name, source]) => [
    name,
    `${compiled(source)}.js`,
  ]);
  return {
    ...Object.fromEntries(kept),
    exports: Object.fromEntries(exports),
    ...(bin.length > 0 && { bin: Object.fromEntries(bin) }),
  };
}
