import { describe, expect, it } from 'vitest';
import { parseStartOptions } from './start-options.ts';

const parse = (args: readonly string[], exported: readonly string[] = []) =>
  parseStartOptions(args, (folder) => exported.includes(folder));

describe('npm start', () => {
  it('begins with fresh data on the fixed ports and keeps nothing', () => {
    expect(parse([])).toEqual({
      help: false,
      verbose: false,
      freePorts: false,
      importFrom: undefined,
      exportTo: undefined,
    });
  });

  it('--data begins a new folder with fresh data and saves to it', () => {
    expect(parse(['--data', '.data'])).toMatchObject({
      importFrom: undefined,
      exportTo: '.data',
    });
  });

  it('--data goes on with the data of an earlier run', () => {
    expect(parse(['--data', '.data'], ['.data'])).toMatchObject({
      importFrom: '.data',
      exportTo: '.data',
    });
  });

  it('--import and --export are taken as they are', () => {
    expect(parse(['--import', 'a', '--export', 'b'])).toMatchObject({
      importFrom: 'a',
      exportTo: 'b',
    });
  });

  it('does not guess what --data means together with them', () => {
    expect(() => parse(['--data', 'a', '--export', 'b'])).toThrow('--import and --export in one');
  });

  it('refuses what it does not know, also a word without dashes', () => {
    expect(() => parse(['--verbos'])).toThrow("Unknown option '--verbos'");
    expect(() => parse(['now'])).toThrow(/now/);
  });
});
