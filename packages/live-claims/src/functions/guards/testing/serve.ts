import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { type CallableRequest, type HttpsFunction, onCall } from 'firebase-functions/https';

export interface Served {
  /** `http://127.0.0.1:…`, on a free port. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an HTTP function, or a callable, as Cloud Functions do: on Express, with its body read. */
export async function serve(
  handler: (...args: Parameters<HttpsFunction>) => void | Promise<void>,
): Promise<Served> {
  const server = express()
    .use(express.json())
    .use(handler as unknown as RequestHandler)
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Serves the handler of a callable. */
export function serveCall<Result>(
  handler: (request: CallableRequest<unknown>) => Promise<Result>,
): Promise<Served> {
  return serve(onCall<unknown, Promise<Result>>(handler));
}
