import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import config from './live-claims.config.ts';

it('Hosting sends /api to the region in which the functions are', () => {
  const file = new URL('../../firebase.json', import.meta.url);
  const { hosting } = JSON.parse(readFileSync(file, 'utf8')) as {
    hosting: { rewrites: { function?: { region: string } }[] };
  };
  const regions = hosting.rewrites.flatMap(({ function: to }) => to?.region ?? []);
  expect(regions).toEqual([config.region]);
});
