import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { ROOT } from './emulators/root.ts';

/** The workspaces that ship or are deployed: what only their tests use does not belong there. */
const SHIPS = ['packages/live-claims', 'packages/live-claims-kit', 'functions', 'web'];

/** What `npm run check` asks, the longest first. Each is a command of this repository's own tools. */
const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['package', 'node', 'tools/run.mjs', 'check-package'],
  ['patches of the sources', 'node', 'tools/run.mjs', 'check-patches'],
  ['biome', 'biome', 'check', '--error-on-warnings', '.'],
  ['knip', 'knip'],
  ['knip of what ships', 'knip', '--production', ...SHIPS.flatMap((name) => ['-W', name])],
  ['types', 'tsc'],
  ['types of the package', 'tsc', '-p', 'packages/live-claims'],
  ['types of the kit', 'tsc', '-p', 'packages/live-claims-kit'],
  ['types of the client', 'tsc', '-p', 'packages/live-claims/tsconfig.web.json'],
  ['types of the functions', 'tsc', '-p', 'functions'],
  ['types of the web app', 'tsc', '-p', 'web'],
  ['rules', 'node', 'tools/generate-rules.ts', '--check'],
  ['client size', 'node', 'tools/client-size.ts'],
];

/** Runs a command; its output in the order in which it came, and whether it succeeded. */
function run(command: readonly string[]): Promise<{ readonly ok: boolean; readonly out: string }> {
  const [program = '', ...args] = command;
  const bin = path.join(ROOT, 'node_modules', '.bin');
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(path.delimiter), FORCE_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ ok: code === 0, out }));
  });
}

/**
 * `npm run check`: everything that can be said about the code without running it, as many checks at the same
 * time as there are cores. All of them run, whatever one finds.
 */
export async function main(): Promise<number> {
  const waiting = [...CHECKS];
  const failed: string[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, ...command] = next;
      const begun = performance.now();
      const { ok, out } = await run(command);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      console.log(`${ok ? '✔' : '✗'} ${name} (${seconds} s)`);
      if (out.trim() !== '') console.log(out.trimEnd().replace(/^/gm, '    '));
      if (!ok) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}
