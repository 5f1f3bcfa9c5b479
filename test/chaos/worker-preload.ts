/**
 * Loaded into every Node process of the stack under chaos (`NODE_OPTIONS=--import`), and only there.
 * In a worker of the Functions emulator, before any code of ours: leads Auth and Firestore through
 * the proxy, and tells the lab which connections are this process's, so that it can be ended from
 * outside at a step that the proxy sees. The functions themselves run as they are deployed.
 */
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CONTROL_VARIABLE, type WorkerOrders, type WorkerReport } from './workers.ts';

const { [CONTROL_VARIABLE]: control, FUNCTION_TARGET: target } = process.env;
// Without a target it is firebase-tools itself, or the process that only lists the functions.
if (control !== undefined && target !== undefined) await join(Number(control), target);

async function join(port: number, target: string): Promise<void> {
  const line = connect(port, '127.0.0.1');
  const report = (message: WorkerReport) => line.write(`${JSON.stringify(message)}\n`);
  report({ type: 'worker', pid: process.pid, target });
  const [answer] = (await once(line, 'data')) as [Buffer];
  const { auth, firestore } = JSON.parse(answer.toString()) as WorkerOrders;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = auth;
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  line.on('error', () => {});
  line.unref();

  // https://nodejs.org/api/diagnostics_channel.html#net
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      const { localPort: port } = socket;
      // Undefined for a socket that is no TCP connection.
      if (port === undefined) return;
      report({ type: 'opened', port });
      socket.once('close', () => report({ type: 'closed', port }));
    });
  });
}
