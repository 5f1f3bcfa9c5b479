import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/**
 * A handler of ours for Express, for Angular's server and for Node's own: makes a `Request` of what they get, and
 * writes the `Response`. Of a body that a parser has read before, nothing is left.
 *
 * @returns a middleware. What the handler throws goes to `next`, and without one rejects.
 * @example
 * app.post('/api/session', nodeHandler(access.createSession));
 * app.delete('/api/session', nodeHandler(access.endSession));
 */
export function nodeHandler(
  handler: (request: Request) => Promise<Response>,
): (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => Promise<void> {
  return async (request, response, next) => {
    try {
      const { status, headers, body } = await handler(requestOf(request));
      response.statusCode = status;
      for (const [name, value] of headers) response.appendHeader(name, value);
      if (body === null) response.end();
      else await pipeline(Readable.fromWeb(body as ReadableStream), response);
    } catch (error) {
      if (next === undefined) throw error;
      next(error);
    }
  };
}

function requestOf(incoming: IncomingMessage & { readonly originalUrl?: string }): Request {
  const { method = 'GET', url = '/', originalUrl = url, headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    // HTTP/2 has its own, such as `:path`.
    if (name.startsWith(':')) continue;
    for (const value of values) headers.append(name, value);
  }
  const here = URL.parse(`http://${headers.get('host')}`)?.origin ?? 'http://localhost';
  const request = { method, headers };
  if (method === 'GET' || method === 'HEAD' || incoming.readableEnded) {
    return new Request(here + originalUrl, request);
  }
  const body = Readable.toWeb(incoming) as globalThis.ReadableStream;
  return new Request(here + originalUrl, { ...request, body, duplex: 'half' } as RequestInit);
}
