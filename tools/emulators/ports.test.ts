import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PORT_NAMES } from './firebase-config.ts';
import { assertFree, freePorts, isFree } from './ports.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a port', () => {
  it('on which a program listens is not free', async () => {
    const port = await takenPort();
    expect(await isFree(port)).toBe(false);
  });

  it('is free again when they have left', async () => {
    const port = await takenPort();
    const [server] = servers.splice(0);
    server?.close();
    if (server) await once(server, 'close');
    expect(await isFree(port)).toBe(true);
  });
});

describe('free ports', () => {
  it('are one for each emulator, all different, none of them taken', async () => {
    const taken = new Set([20_000, 20_003]);
    const ports = await freePorts(
      () => 0,
      async (port) => !taken.has(port),
    );
    const numbers = Object.values(ports);
    expect(Object.keys(ports)).toEqual([...PORT_NAMES]);
    expect(new Set(numbers).size).toBe(PORT_NAMES.length);
    expect(numbers.slice(0, 3)).toEqual([20_001, 20_002, 20_004]);
  });

  it('are others for another stack that starts at the same time', async () => {
    const [one, other] = await Promise.all([freePorts(() => 0.5), freePorts(() => 0.5)]);
    const numbers = [one, other].flatMap((ports) => Object.values(ports));
    expect(new Set(numbers).size).toBe(2 * PORT_NAMES.length);
  });

  it('go on at the beginning of the range when its end is reached', async () => {
    const ports = await freePorts(
      () => 0.99999,
      async () => true,
    );
    expect(Object.values(ports).slice(0, 2)).toEqual([31_999, 20_000]);
  });

  it('are an error when there are none', async () => {
    const none = freePorts(
      () => 0,
      async () => false,
    );
    await expect(none).rejects.toMatchObject({ code: 'port-taken' });
  });
});

describe('a port that is needed', () => {
  const needed = [{ port: 8080, purpose: 'the Firestore emulator', hosts: ['127.0.0.1', '::1'] }];

  it('may be free on every address', async () => {
    await assertFree(needed, async () => true);
  });

  it('taken on one of them is an error that says what for and what to do', async () => {
    const check = assertFree(needed, async (_port, host) => host === '127.0.0.1');
    await expect(check).rejects.toMatchObject({
      code: 'port-taken',
      message: '[port-taken] Port 8080, for the Firestore emulator, is held by another program.',
      next: expect.stringMatching(/:8080.*--free-ports/),
    });
  });
});
