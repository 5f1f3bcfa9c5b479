import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../scripts/demo-people.ts';

const dist = resolve(import.meta.dirname, '../../web/dist');
let bundle: string;

beforeAll(async () => {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.map'));
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  bundle = texts.join('\n');
});

it('is there', () => {
  expect(bundle).toContain('live-claims');
});

it.each([
  ...DEMO_PEOPLE.flatMap(({ email, displayName }) => [email, displayName]),
  DEMO_PASSWORD,
  'Sign in as',
  'VITE_AUTH_EMULATOR',
  '127.0.0.1',
])('knows no %s: demo people and emulators are for development only', (text) => {
  expect(bundle).not.toContain(text);
});
