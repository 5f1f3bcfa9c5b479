import { connect, createServer } from 'node:net';
import type { PortName, StackPorts } from './firebase-config.ts';
import { HOST, PORT_NAMES, PORT_OWNERS } from './firebase-config.ts';
import { StackError } from './stack-error.ts';

/**
 * Free ports are taken from here: below the range that Linux (32768+), macOS and Windows (49152+)
 * take the local ends of outgoing connections from, so that none of the thousands that a test run
 * opens gets in the way between our choice and the emulator's start.
 */
const FREE_RANGE = { first: 20_000, last: 31_999 } as const;

/** Whether a server could listen there now. */
export async function isFree(port: number, host: string = HOST): Promise<boolean> {
  // macOS lets one program listen on an address where another listens on all of them.
  if (await answers(port, host)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has nothing that could hold the port there.
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/** Ports that this process has been given: whom they are for may not listen there yet. */
const given = new Set<number>();

async function take(port: number): Promise<boolean> {
  if (given.has(port)) return false;
  given.add(port);
  if (await isFree(port)) return true;
  given.delete(port);
  return false;
}

/** A port for each name, all different, free at this moment and given out once in this process. */
export async function freePorts(
  random: () => number = Math.random,
  probe: (port: number) => Promise<boolean> = take,
): Promise<StackPorts> {
  const found = await findFree(PORT_NAMES.length, random, probe);
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, found[index]])) as StackPorts;
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const [port] = await findFree(1, Math.random, isFree);
  return port as number;
}

async function findFree(
  wanted: number,
  random: () => number,
  probe: (port: number) => Promise<boolean>,
): Promise<readonly number[]> {
  const { first, last } = FREE_RANGE;
  const count = last - first + 1;
  const begin = Math.floor(random() * count);
  const found: number[] = [];
  for (let tried = 0; tried < count; tried++) {
    const port = first + ((begin + tried) % count);
    if (await probe(port)) found.push(port);
    if (found.length === wanted) return found;
  }
  throw new StackError('port-taken', `Not enough ports are free from ${first} to ${last}.`, {
    next: 'End programs that listen there, then try again.',
  });
}

/** A port that has to be free, and what for. */
export interface NeededPort {
  readonly port: number;
  readonly purpose: string;
  /** Where it has to be free; IPv4 loopback unless said otherwise. */
  readonly hosts?: readonly string[];
}

/** The emulators' ports as needs. */
export function neededPorts(ports: StackPorts, names: readonly PortName[]): readonly NeededPort[] {
  return names.map((name) => ({ port: ports[name], purpose: PORT_OWNERS[name] }));
}

/** @throws {StackError} `port-taken` when one is not free; it says how to see which program holds it. */
export async function assertFree(
  needed: readonly NeededPort[],
  probe: typeof isFree = isFree,
): Promise<void> {
  for (const { port, purpose, hosts = [HOST] } of needed) {
    const free = await Promise.all(hosts.map((host) => probe(port, host)));
    if (free.every(Boolean)) continue;
    throw portTaken(port, purpose);
  }
}

function portTaken(port: number, purpose: string): StackError {
  const look =
    process.platform === 'win32' ? `netstat -ano | findstr :${port}` : `lsof -i :${port}`;
  return new StackError('port-taken', `Port ${port}, for ${purpose}, is held by another program.`, {
    next:
      `Stop that program (\`${look}\` names it) and try again, or run on other ports: \`npm start -- --free-ports\`.\n` +
      'It may be an `npm start` that still runs, or, for port 5000 on macOS, the AirPlay Receiver\n' +
      '(System Settings, General, AirDrop & Handoff).',
  });
}
