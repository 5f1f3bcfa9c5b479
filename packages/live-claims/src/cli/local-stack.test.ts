import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { findLocalStack, readHubAnswer } from './local-stack.ts';
import { freeAddress } from './testing/free-address.ts';

const open: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A hub that knows of these emulators; comes back with its address. */
async function hubWith(answer: string): Promise<string> {
  const server = createServer((_, response) => response.end(answer));
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('the emulators are where the hub says', async () => {
  const hub = await hubWith(
    JSON.stringify({
      auth: { name: 'auth', host: '127.0.0.1', port: 9099 },
      firestore: { name: 'firestore', host: '127.0.0.1', port: 8080 },
      tasks: { name: 'tasks', host: '127.0.0.1', port: 9499 },
    }),
  );
  expect(await findLocalStack(hub)).toEqual({
    auth: '127.0.0.1:9099',
    firestore: '127.0.0.1:8080',
    tasks: '127.0.0.1:9499',
  });
});

it('where nothing runs, the way out is named', async () => {
  const hub = await freeAddress();
  await expect(findLocalStack(hub)).rejects.toMatchObject({
    code: 'no-stack',
    message: expect.stringContaining(hub),
    next: expect.stringMatching(/emulators:start.*--project/),
  });
});

it('another program at the hub’s port is not taken for one', async () => {
  await expect(findLocalStack(await hubWith('<html>'))).rejects.toMatchObject({ code: 'no-stack' });
});

it('emulators without Auth are not enough', async () => {
  const hub = await hubWith(JSON.stringify({ firestore: { host: '127.0.0.1', port: 8080 } }));
  await expect(findLocalStack(hub)).rejects.toMatchObject({
    code: 'no-stack',
    message: expect.stringContaining('without Auth'),
  });
});

it.each([null, 'text', [], { auth: null }, { auth: { host: 1, port: '2' } }])(
  'an answer of %j knows of no emulator',
  (answer) => {
    expect(readHubAnswer(answer)).toEqual({ auth: null, firestore: null, tasks: null });
  },
);
