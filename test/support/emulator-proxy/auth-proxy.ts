import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { EmulatorCall } from './call.ts';
import type { CallCounter } from './counts.ts';
import type { Fault, Faults } from './faults.ts';
import type { ProxyServer } from './firestore-proxy.ts';

/** In the form of https://cloud.google.com/apis/design/errors, with the word that Auth begins its messages with. */
const REFUSALS = {
  unavailable: {
    code: 503,
    message: 'The service is currently unavailable.',
    status: 'UNAVAILABLE',
  },
  quota: {
    code: 429,
    message: 'QUOTA_EXCEEDED : Exceeded quota for updating account information.',
    status: 'RESOURCE_EXHAUSTED',
  },
} as const;

/** Stands in front of the Auth emulator. */
export async function startAuthProxy(options: {
  readonly target: string;
  readonly host: string;
  readonly counter: CallCounter;
  readonly faults: Faults;
}): Promise<ProxyServer> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((asked, answered) => {
    relay({ ...options, agent, asked, answered }).catch(() => answered.destroy());
  });
  server.listen(0, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `${options.host}:${port}`,
    cutConnections: () => server.closeAllConnections(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

interface Relay {
  readonly target: string;
  readonly agent: Agent;
  readonly counter: CallCounter;
  readonly faults: Faults;
  readonly asked: IncomingMessage;
  readonly answered: ServerResponse;
}

async function relay({ target, agent, counter, faults, asked, answered }: Relay): Promise<void> {
  const port = asked.socket.remotePort ?? 0;
  const { pathname } = new URL(asked.url ?? '/', 'http://auth');
  const name = pathname.split('/').at(-1) ?? '';
  const body = await buffer(asked);
  counter.request('auth', name);

  const call: EmulatorCall = { service: 'auth', name, message: parse(asked, body), port };
  const rule = await faults.strike(call);
  const forward = () => ask(target, agent, asked, body);
  if (rule === null) {
    const { status, headers, body } = await forward();
    answered.writeHead(status, headers).end(body);
    return;
  }
  if (rule.moment === 'after') await forward();
  await rule.onFault?.(call);
  fail(answered, rule.fault);
  if (rule.lands !== undefined) {
    await rule.lands;
    await forward();
  }
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

async function ask(
  target: string,
  agent: Agent,
  { url, method, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { hostname, port } = new URL(`http://${target}`);
  const asking = request({ agent, hostname, port, path: url, method, headers });
  asking.end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const content = await buffer(answer);
  const { 'transfer-encoding': _, ...kept } = answer.headers;
  const size = { 'content-length': content.length };
  return { status: answer.statusCode ?? 502, headers: { ...kept, ...size }, body: content };
}

function fail(answered: ServerResponse, fault: Fault): void {
  if (fault === 'hang') return;
  if (fault === 'cut') {
    answered.destroy();
    return;
  }
  const error = REFUSALS[fault];
  answered.writeHead(error.code, { 'content-type': 'application/json' });
  answered.end(JSON.stringify({ error }));
}

function parse({ headers }: IncomingMessage, body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  if (headers['content-type']?.includes('form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body.toString()));
  }
  try {
    return JSON.parse(body.toString());
  } catch {
    return {};
  }
}
