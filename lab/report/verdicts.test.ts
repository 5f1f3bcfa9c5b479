import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { verdictOn } from './verdicts.ts';

/** As the files say: imported, they ask for a stack. */
const FOLDER = path.resolve(import.meta.dirname, '../strategies');
const ids = readdirSync(FOLDER).flatMap((name) => {
  const found = readFileSync(path.join(FOLDER, name), 'utf8').matchAll(/^ +id: '([\w-]+)',$/gm);
  return [...found].map(([, id = '']) => id);
});

it('finds the approaches', () => {
  expect(ids).toContain('ours-trigger');
  expect(ids.length).toBeGreaterThan(10);
});

it.each(ids)('says of %s when it is the right choice', (id) => {
  expect(verdictOn(id)).not.toBe('');
});
