import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { db } from '../../test/support/admin.ts';
import { HOST } from '../../tools/emulators/firebase-config.ts';
import { REDIS_ADDRESS_PATH } from '../backend/places.ts';
import { Unavailable } from './strategy.ts';

const START_TIMEOUT_MS = 5000;

/**
 * Starts a Redis server on a free port of this machine and notes its address where the functions
 * look for it. It keeps nothing on disk. Comes back with the way to end it.
 *
 * @throws {Unavailable} when there is no `redis-server` on the path.
 */
export async function startRedis(): Promise<() => Promise<void>> {
  const port = await freePort();
  const args = ['--bind', HOST, '--port', String(port), '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  await begun(server);
  const end = () => void server.kill();
  process.once('exit', end);
  const stop = async () => {
    process.off('exit', end);
    if (server.exitCode !== null || !server.kill()) return;
    await once(server, 'exit');
  };
  try {
    const url = `redis://${HOST}:${port}`;
    await answering(url);
    await db.doc(REDIS_ADDRESS_PATH).set({ url });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begun(server: ChildProcess): Promise<void> {
  try {
    await once(server, 'spawn');
  } catch {
    throw new Unavailable('No redis-server is installed on this machine.');
  }
}

async function answering(url: string): Promise<void> {
  for (const end = performance.now() + START_TIMEOUT_MS; ; await sleep(20)) {
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    } finally {
      if (client.isOpen) client.destroy();
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
