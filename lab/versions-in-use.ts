import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

const ROOT = new URL('../package.json', import.meta.url);
const FUNCTIONS = new URL('../functions/package.json', import.meta.url);

const TOLD = {
  firebase: ROOT,
  'firebase-admin': FUNCTIONS,
  'firebase-functions': FUNCTIONS,
  'firebase-tools': ROOT,
};

/** The versions on which the figures depend, by name. */
export function versionsInUse(): Readonly<Record<string, string>> {
  const versions = Object.entries(TOLD).map(([name, from]) => {
    const file = findPackageJSON(name, from);
    if (file === undefined) throw new Error(`${name} is not installed.`);
    return [name, (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version];
  });
  return { node: process.versions.node, ...Object.fromEntries(versions) };
}
