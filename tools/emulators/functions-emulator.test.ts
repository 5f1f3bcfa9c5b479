import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { parseBackends, warmCallables } from './functions-emulator.ts';

/** An answer of `/backends`, shortened to what is read. */
const ANSWER = {
  backends: [
    {
      directory: '/repo/functions',
      functionTriggers: [
        { name: 'syncClaims', region: 'us-central1', labels: {}, eventTrigger: {} },
        {
          name: 'setUserRole',
          region: 'us-central1',
          labels: { 'deployment-callable': 'true' },
          httpsTrigger: {},
        },
        { name: 'provisionUser', region: 'us-central1', blockingTrigger: {} },
      ],
    },
  ],
};

it('reads which functions are loaded, and which of them the web SDK calls', () => {
  expect(parseBackends(ANSWER)).toEqual([
    { name: 'syncClaims', region: 'us-central1', callable: false },
    { name: 'setUserRole', region: 'us-central1', callable: true },
    { name: 'provisionUser', region: 'us-central1', callable: false },
  ]);
});

it('reads a backend whose source failed to load as one without functions', () => {
  expect(parseBackends({ backends: [{ functionTriggers: [] }] })).toEqual([]);
});

it('refuses an answer of another shape', () => {
  expect(() => parseBackends({ error: 'not found' })).toThrow(TypeError);
});

it('warms the callables alone, and runs none of them', async () => {
  const asked: string[] = [];
  const emulator = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(JSON.stringify(ANSWER));
  }).listen(0, '127.0.0.1');
  await once(emulator, 'listening');
  const { port } = emulator.address() as AddressInfo;
  await warmCallables(`127.0.0.1:${port}`, 'demo-p');
  emulator.close();
  expect(asked).toEqual(['GET /backends', 'OPTIONS /demo-p/us-central1/setUserRole']);
});
