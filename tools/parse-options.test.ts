import { expect, it } from 'vitest';
import { parseOptions } from './parse-options.ts';

const parse = (...args: string[]) =>
  parseOptions('npm start -- --help', {
    args,
    options: { data: { type: 'string' }, verbose: { type: 'boolean' } },
  });

it('reads options', () => {
  expect(parse('--data', '.data', '--verbose').values).toEqual({ data: '.data', verbose: true });
});

it('an unknown option is one sentence that leads to the help', () => {
  expect(() => parse('--dta', 'x')).toThrow(
    expect.objectContaining({
      code: 'unknown-option',
      message: "[unknown-option] Unknown option '--dta'.",
      next: 'See `npm start -- --help`.',
    }),
  );
});

it('an option without its value is named', () => {
  expect(() => parse('--data')).toThrow(/--data/);
});
