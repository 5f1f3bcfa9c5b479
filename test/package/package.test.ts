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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage, PACKAGE_DIST } from '../../tools/build-package.ts';
import { ROOT } from '../../tools/emulators/root.ts';

const run = promisify(execFile);

/** An adopter's project, with the packed package installed beside the SDKs. */
let project: string;

/** What is not to be found in the adopter's project: it has the package from its tarball. */
const OWN_PACKAGES = new Set(['live-claims', '.bin', '.package-lock.json', '.vite', '.cache']);

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'lc-adopter-'));
  const modules = path.join(project, 'node_modules');
  mkdirSync(path.join(modules, 'live-claims'), { recursive: true });
  for (const name of readdirSync(path.join(ROOT, 'node_modules'))) {
    if (OWN_PACKAGES.has(name)) continue;
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name), 'junction');
  }
  await buildPackage();
  const args = ['pack', PACKAGE_DIST, '--pack-destination', project, '--silent'];
  const { stdout } = await run('npm', args, { shell: process.platform === 'win32' });
  const tarball = path.join(project, stdout.trim());
  const into = path.join(modules, 'live-claims');
  await run('tar', ['-xzf', tarball, '-C', into, '--strip-components', '1']);
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Copies the adopter's files into a folder, as modules of that kind. */
function adopt(kind: 'module' | 'commonjs', change: (text: string) => string = (text) => text) {
  const folder = mkdtempSync(path.join(project, `${kind}-`));
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

/** What the compiler says of the adopter's files and of the package's own declarations. */
async function complaints(folder: string): Promise<string[]> {
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  // The SDKs' declarations are theirs.
  const isOurs = (line: string) =>
    !line.includes('node_modules') || line.includes('node_modules/live-claims/');
  return stdout.split('\n').filter((line) => line.includes('error TS') && isOurs(line));
}

describe.each(['module', 'commonjs'] as const)('in a project of kind %s', (kind) => {
  let folder: string;
  beforeAll(() => {
    folder = adopt(kind);
  });

  it('an adopter of thirty lines type-checks, and so do the declarations', async () => {
    expect(await complaints(folder)).toEqual([]);
  });

  it('what was compiled runs: the functions are there, and importing them opened nothing', async () => {
    const say = `
      const functions = Object.keys(f).sort().join();
      console.log(JSON.stringify({ functions, region: f.setUserRole.__endpoint.region }));`;
    const script =
      kind === 'module'
        ? `import * as f from './out/functions.js';${say}`
        : `const f = require('./out/functions.js');${say}`;
    writeFileSync(path.join(folder, 'run.js'), script);
    const { stdout } = await run(process.execPath, ['run.js'], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({
      functions: 'closeThread,endSessions,setUserRole,syncClaims,syncMyClaims',
      region: ['europe-west1'],
    });
  });
});

const TYPING_ERRORS = [
  ["useCan('users.manage')", "useCan('users.mange')"],
  ["grantRoles: 'users.manage'", "grantRoles: 'users.mnage'"],
  ["requires('threads.read'", "requires('threads.raed'"],
] as const;

it('a typing error in a permission is an error of types: page, configuration and guard', async () => {
  const folder = adopt('module', (text) =>
    TYPING_ERRORS.reduce((so, [right, wrong]) => so.replace(right, wrong), text),
  );
  const found = (await complaints(folder)).join('\n');
  for (const [, wrong] of TYPING_ERRORS) {
    expect(found).toContain(/'([a-z.]+)'/.exec(wrong)?.[1]);
  }
});
