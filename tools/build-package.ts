import { execFile } from 'node:child_process';
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

interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Compiles `packages/live-claims/src` to its `dist`, which `npm pack` takes as it stands: in the repository
 * the package's exports are its sources, so that no build stands between an edit and a test.
 *
 * @throws {StackError} `build-failed` with what the compiler said.
 */
export async function buildPackage(): Promise<void> {
  await rm(PACKAGE_DIST, { recursive: true, force: true });
  await compile();
  await pointTypesAtTypes();
  const manifest: Manifest = JSON.parse(await readFile(path.join(PACKAGE, 'package.json'), 'utf8'));
  await mkdir(PACKAGE_DIST, { recursive: true });
  const text = `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`;
  await writeFile(path.join(PACKAGE_DIST, 'package.json'), text);
  for (const file of ['README.md', 'LICENSE']) {
    await cp(path.join(ROOT, file), path.join(PACKAGE_DIST, file));
  }
}

async function compile(): Promise<void> {
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = path.join(PACKAGE, 'tsconfig.build.json');
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', config]);
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw new StackError('build-failed', 'The package in packages/live-claims does not build.', {
      details: stdout.trimEnd().split('\n').slice(0, 20),
      next: 'Mend what the lines above name, then try again.',
    });
  }
}

/** The compiler rewrites `./a.ts` to `./a.js` in JavaScript, and leaves it in declarations. */
async function pointTypesAtTypes(): Promise<void> {
  for await (const file of glob('**/*.d.ts', { cwd: PACKAGE_DIST })) {
    const at = path.join(PACKAGE_DIST, file);
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
  const exports = Object.entries(manifest.exports).map(([name, source]) => {
    const file = compiled(source);
    const isCode = file !== source;
    return [name, isCode ? { types: `${file}.d.ts`, default: `${file}.js` } : source];
  });
  const bin = Object.entries(manifest.bin).map(([name, source]) => [
    name,
    `${compiled(source)}.js`,
  ]);
  return {
    ...Object.fromEntries(kept),
    exports: Object.fromEntries(exports),
    bin: Object.fromEntries(bin),
  };
}
