import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../../tools/emulators/root.ts';
import { type Patch, patchSources } from '../../support/patch-source.ts';

/**
 * A module of ours with everything that it imports, without one line of defence.
 *
 * @param entry relative to the repository.
 * @param weakening null for the module as it is.
 * @throws {Error} when the line is not there exactly once, or in a file that the module does not use.
 */
export async function weakenedModule<Module>(
  entry: string,
  weakening: Patch | null,
): Promise<Module> {
  // Beside the packages, so that the bundle finds Firebase's SDKs, and Vite leaves it alone.
  const folder = mkdtempSync(path.join(ROOT, 'node_modules', '.attacks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'module.mjs');
  const { plugin, assertUsed } = patchSources(weakening === null ? [] : [weakening]);
  await build({
    entryPoints: [path.join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['firebase-admin', 'firebase-admin/*', 'firebase-functions', 'firebase-functions/*'],
    banner: {
      js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);',
    },
    logLevel: 'silent',
    plugins: [plugin],
  });
  assertUsed();
  return (await quietly(() => import(pathToFileURL(outfile).href))) as Module;
}

/**
 * firebase-functions logs to the console that it finds when it loads. What attacked functions log is
 * no part of what the tests print, so it finds one that says nothing.
 */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const { debug, info, log, warn, error } = console;
  const silence = () => {};
  Object.assign(console, Object.fromEntries(LEVELS.map((level) => [level, silence])));
  try {
    return await load();
  } finally {
    Object.assign(console, { debug, info, log, warn, error });
  }
}

const LEVELS = ['debug', 'info', 'log', 'warn', 'error'] as const;
