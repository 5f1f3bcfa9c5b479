import { readFileSync } from 'node:fs';
import path from 'node:path';
// @ts-expect-error It comes without types; what is used of it has some below.
import untyped from 'semver';
import { expect, it } from 'vitest';
import { ROOT } from './emulators/root.ts';

const semver: {
  minVersion(range: string): { version: string };
  satisfies(version: string, range: string): boolean;
} = untyped;

interface Locked {
  readonly engines?: { readonly node?: string };
}

const read = (name: string) => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'));
const { engines } = read('package.json') as { engines: { node: string } };
const oldest = engines.node.split('||').map((range) => semver.minVersion(range).version);

it('the README names the Node versions that package.json does', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const [first, ...others] = oldest.map((version) => version.replace(/\.0$/, ''));
  expect(others).toHaveLength(1);
  expect(readme).toContain(`Node 22 (from ${first}) or 24 (from ${others[0]})`);
});

it.each(oldest)('no package warns of Node %s on npm install', (version) => {
  const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
  const warned = Object.entries(packages).filter(
    ([, locked]) => locked.engines?.node && !semver.satisfies(version, locked.engines.node),
  );
  expect(warned.map(([name]) => name)).toEqual([]);
});
