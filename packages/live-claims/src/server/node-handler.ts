import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { errorCode } from '../core/error-code.ts';

/**
 * A handler of ours for Express, for Angular's server and for Node's own: makes a `Request` of what they get, and
 * writes the `Response`. Of a body that a parser has read before, nothing is left.
 *
 * @returns a middleware. What the handler throws goes to `next`; without one, as with Node's own server, the answer is
 * 500, the error goes to `console.error`, and the promise never rejects. A client that closes the connection in the middle
 * of an answer is no error.
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
      if (errorCode(error) === 'ERR_STREAM_PREMATURE_CLOSE') return;
      if (next !== undefined) return next(error);
      // Node's own server drops the promise: a rejection would end the process.
      console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
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
  const address = here + pathOf(originalUrl);
  if (method === 'GET' || method === 'HEAD' || incoming.readableEnded) {
    return new Request(address, request);
  }
  const body = Readable.toWeb(incoming) as globalThis.ReadableStream;
  return new Request(address, { ...request, body, duplex: 'half' } as RequestInit);
}

/** The path of a request's target, which may also be a whole URL, or `*` (RFC 9112, 3.2). */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.parse(target);
  return url === null ? '/' : url.pathname + url.search;
}
