import { expect, it } from 'vitest';
import { parseBackends } from './functions-emulator.ts';

it('reads which functions are loaded, and where those answer that answer HTTP', () => {
  const answer = {
    backends: [
      {
        directory: '/repo/functions',
        functionTriggers: [
          { id: 'us-central1-syncClaims', name: 'syncClaims', eventTrigger: {} },
          { id: 'us-central1-hello', httpsTrigger: { url: 'http://127.0.0.1:5001/p/r/hello' } },
        ],
      },
    ],
  };
  expect(parseBackends(answer)).toEqual([
    { id: 'us-central1-syncClaims', url: null },
    { id: 'us-central1-hello', url: 'http://127.0.0.1:5001/p/r/hello' },
  ]);
});

it('reads a backend whose source failed to load as one without functions', () => {
  expect(parseBackends({ backends: [{ functionTriggers: [] }] })).toEqual([]);
});

it('refuses an answer of another shape', () => {
  expect(() => parseBackends({ error: 'not found' })).toThrow(TypeError);
});
