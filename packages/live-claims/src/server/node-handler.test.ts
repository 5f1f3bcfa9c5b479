import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { requires } from '../functions/guards/check-access.ts';
import { nodeHandler } from './node-handler.ts';
import { bearer, cookie, fakeServer, idToken, sessionOf } from './testing/fake-server.ts';

const opened: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  opened.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const READ = requires('posts.read', { check: 'marker' });

function scene() {
  const access = fakeServer();
  access.marker('mia');
  return access;
}

/** What docs/server.md has for each, with a page that says who is there. */
const FRAMEWORKS: Readonly<Record<string, (access: ReturnType<typeof scene>) => RequestListener>> =
  {
    express: (access) => {
      const app = express();
      app.use(express.json());
      app.post('/api/session', nodeHandler(access.createSession));
      app.delete('/api/session', nodeHandler(access.endSession));
      app.get(
        '/threads',
        nodeHandler(access.guard(READ, (_request, { role }) => Response.json({ role }))),
      );
      return app;
    },
    hono: (access) => {
      const app = new Hono();
      app.post('/api/session', (c) => access.createSession(c.req.raw));
      app.delete('/api/session', (c) => access.endSession(c.req.raw));
      app.get('/threads', async (c) => {
        const { session, refusal } = await access.verifySession(c.req.raw, READ);
        return session ? c.json({ role: session.role }) : c.json({ refusal }, 401);
      });
      return nodeHandler(async (request) => app.fetch(request));
    },
    'sveltekit, by the event that its handlers get': (access) => {
      const routes: Record<string, (event: { request: Request }) => Promise<Response>> = {
        'POST /api/session': ({ request }) => access.createSession(request),
        'DELETE /api/session': ({ request }) => access.endSession(request),
        'GET /threads': async ({ request }) => {
          const { session, refusal } = await access.verifySession(request, READ);
          return Response.json(session ? { role: session.role } : { refusal }, {
            status: session ? 200 : 401,
          });
        },
      };
      return nodeHandler(async (request) => {
        const route = routes[`${request.method} ${new URL(request.url).pathname}`];
        return route?.({ request }) ?? new Response(null, { status: 404 });
      });
    },
  };

describe.each(Object.entries(FRAMEWORKS))('a server of %s', (_, listener) => {
  it('gives a cookie, knows its bearer, and takes it away', async () => {
    const url = await serve(listener(scene()));
    const made = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: bearer(idToken('mia')),
    });
    expect(made.status).toBe(200);
    const [set = ''] = made.headers.getSetCookie();
    const page = await fetch(`${url}/threads`, { headers: { cookie: set.split(';')[0] ?? '' } });
    expect(await page.json()).toEqual({ role: 'editor' });
    expect((await fetch(`${url}/threads`)).status).toBe(401);
    const ended = await fetch(`${url}/api/session`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect(ended.headers.getSetCookie()[0]).toMatch(/^__session=; Max-Age=0;/);
  });

  it('lets no page of another site end a session, by the name under which it is reached', async () => {
    const url = await serve(listener(scene()));
    const end = (origin: string) =>
      fetch(`${url}/api/session`, { method: 'DELETE', headers: { origin } });
    expect((await end('https://evil.example')).status).toBe(403);
    expect((await end(url)).status).toBe(204);
  });
});

describe('what Node gets', () => {
  it('comes as a request: method, whole path, headers and body', async () => {
    const url = await serve(
      nodeHandler(async (request) => {
        const { method, headers } = request;
        const body = await request.text();
        return Response.json({ method, url: request.url, x: headers.get('x-many'), body });
      }),
    );
    const headers = { 'x-many': 'a', 'content-type': 'text/plain' };
    const answer = await fetch(`${url}/a/b?c=d`, { method: 'PUT', headers, body: 'hello' });
    expect(await answer.json()).toEqual({
      method: 'PUT',
      url: `${url}/a/b?c=d`,
      x: 'a',
      body: 'hello',
    });
  });

  it('keeps its path below a router of Express', async () => {
    const app = express();
    const handler = nodeHandler(async (request) => new Response(new URL(request.url).pathname));
    app.use('/api', express.Router().get('/me', handler));
    const url = await serve(app);
    expect(await (await fetch(`${url}/api/me`)).text()).toBe('/api/me');
  });

  it('writes every cookie, and streams', async () => {
    const url = await serve(
      nodeHandler(async () => {
        const headers = new Headers([
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ]);
        return new Response(new Blob(['one ', 'two']).stream(), { status: 201, headers });
      }),
    );
    const answer = await fetch(url);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([201, ['a=1', 'b=2']]);
    expect(await answer.text()).toBe('one two');
  });

  it('a handler that fails is the framework’s to answer', async () => {
    const app = express();
    app.get(
      '/',
      nodeHandler(async () => {
        throw new Error('out of reach');
      }),
    );
    app.use(((error: Error, _request, response, _next) => {
      response.status(500).send(error.message);
    }) as express.ErrorRequestHandler);
    const answer = await fetch(await serve(app));
    expect([answer.status, await answer.text()]).toEqual([500, 'out of reach']);
  });

  it('a body that a parser has read is not waited for', async () => {
    const app = express();
    app.use(express.json());
    app.post(
      '/',
      nodeHandler(async (request) => new Response(await request.text())),
    );
    const url = await serve(app);
    const headers = { 'content-type': 'application/json', ...cookie(sessionOf('mia')) };
    const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('on Node’s own server, which drops the promise', () => {
  /** The promises that the server has dropped. */
  const dropped: Promise<void>[] = [];
  const alone = (handler: Parameters<typeof nodeHandler>[0]): RequestListener => {
    const handle = nodeHandler(handler);
    return (request, response) => void dropped.push(handle(request, response));
  };
  afterEach(() => {
    dropped.length = 0;
    vi.restoreAllMocks();
  });

  /** The answer to these bytes, which no client library would send. */
  async function raw(url: string, ...lines: string[]): Promise<string> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(`${[...lines, 'Host: app.example', 'Connection: close'].join('\r\n')}\r\n\r\n`);
    return text(socket);
  }

  it('a method that no request can have is answered with 500', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const url = await serve(alone(async () => new Response('x')));
    expect(await raw(url, 'TRACE / HTTP/1.1')).toMatch(/^HTTP\/1.1 500 /);
    await expect(Promise.all(dropped)).resolves.toHaveLength(1);
    expect(log).toHaveBeenCalledOnce();
  });

  it('a handler that fails is answered with 500, without its reason', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const url = await serve(
      alone(async () => {
        throw new Error('secret');
      }),
    );
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
    await expect(Promise.all(dropped)).resolves.toHaveLength(1);
    expect(log).toHaveBeenCalledExactlyOnceWith(new Error('secret'));
  });

  it('a client that goes away in the middle of an answer is no error', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const endless = () =>
      new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) });
    const url = await serve(alone(async () => new Response(endless())));
    const leave = new AbortController();
    const answer = await fetch(url, { signal: leave.signal });
    expect(answer.status).toBe(200);
    leave.abort();
    await expect(Promise.all(dropped)).resolves.toHaveLength(1);
    expect(log).not.toHaveBeenCalled();
  });

  it.each([
    ['http://evil.example/x?y=z', 'http://app.example/x?y=z'],
    ['*', 'http://app.example/'],
  ])('the target %s is a path of this server', async (target, address) => {
    const url = await serve(alone(async (request) => new Response(request.url)));
    const answer = await raw(url, `OPTIONS ${target} HTTP/1.1`);
    expect(answer.split('\r\n\r\n')[1]).toContain(address);
  });
});
