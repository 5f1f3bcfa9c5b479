import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../tools/emulators/root.ts';
import { npmEnv, packInto, unpackInto } from '../support/packed.ts';

export type ModuleKind = 'module' | 'commonjs';

const run = promisify(execFile);

/** What is not to be found in the adopter's project: it has the package from its tarball. */
const OWN_PACKAGES = new Set(['live-claims', '.bin', '.package-lock.json', '.vite', '.cache']);

/** An empty project of an adopter, which gets the package from its tarball. */
export class AdopterProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lc-adopter-'));

  /** Beside the SDKs of this repository, which nothing is fetched for. */
  async useInstalledSdks(): Promise<void> {
    const modules = path.join(this.folder, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
      if (OWN_PACKAGES.has(name)) continue;
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name), 'junction');
    }
    await unpackInto(modules, await this.pack());
  }

  /** By npm from the registry, as an adopter does: peers that do not fit fail here. */
  async install(versions: Readonly<Record<string, string>>): Promise<void> {
    const dependencies = { ...versions, 'live-claims': `file:${await this.pack()}` };
    const manifest = { private: true, type: 'module', dependencies };
    writeFileSync(path.join(this.folder, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--no-package-lock', '--ignore-scripts'], {
      cwd: this.folder,
      env: npmEnv(),
      shell: process.platform === 'win32',
    });
  }

  /** Copies the adopter's files into a folder, as modules of that kind. */
  adopt(kind: ModuleKind, change: (text: string) => string = (text) => text): string {
    const folder = mkdtempSync(path.join(this.folder, `${kind}-`));
    cpSync(path.join(import.meta.dirname, 'adopter'), folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      writeFileSync(file, change(readFileSync(file, 'utf8')));
    }
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: kind }));
    const compilerOptions = {
      module: 'NodeNext',
      target: 'ES2022',
      jsx: 'react-jsx',
      strict: true,
      outDir: 'out',
      types: ['node'],
      lib: ['ES2022', 'DOM'],
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pack(): Promise<string> {
    // Of its own: the files of these tests run at the same time.
    return packInto(this.folder, path.join(this.folder, 'dist'));
  }
}

/** Compiles; what the compiler says of the adopter's files and of the package's own declarations. */
export async function complaints(folder: string): Promise<string[]> {
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  // The SDKs' declarations are theirs.
  const isOurs = (line: string) =>
    !line.includes('node_modules') || line.includes('node_modules/live-claims/');
  return stdout.split('\n').filter((line) => line.includes('error TS') && isOurs(line));
}

/**
 * Runs what `complaints` has compiled: loads the functions, and a page that shows what a person may do.
 *
 * @param node the Node to run it on.
 */
export async function runCompiled(
  folder: string,
  kind: ModuleKind,
  node = process.execPath,
): Promise<unknown> {
  const load =
    kind === 'module'
      ? `import * as f from './out/functions.js'; import * as p from './out/page.js';`
      : `const f = require('./out/functions.js'); const p = require('./out/page.js');`;
  const say = `
    const functions = Object.keys(f).sort().join();
    const region = f.setUserRole.__endpoint.region;
    console.log(JSON.stringify({ functions, region, page: p.render() }));
    process.exit();`;
  writeFileSync(path.join(folder, 'run.js'), `${load}${say}`);
  const { stdout } = await run(node, ['run.js'], { cwd: folder });
  return JSON.parse(stdout);
}

/** What the package's bin says to these arguments, on stdout and stderr. */
export async function runBin(
  project: AdopterProject,
  args: readonly string[],
  { cwd = project.folder, node = process.execPath, env = process.env } = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const bin = path.join(project.folder, 'node_modules/live-claims/cli/bin.js');
  return run(node, [bin, ...args], { cwd, env }).then(
    (done) => ({ code: 0, ...done }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** What that comes to. */
export const RUNS = {
  functions: 'closeThread,endSessions,setUserRole,syncClaims,syncMyClaims',
  region: ['europe-west1'],
  page: '<p>loading</p>',
};
