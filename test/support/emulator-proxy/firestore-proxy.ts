import { once } from 'node:events';
import {
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { EmulatorCall } from './call.ts';
import type { CallCounter } from './counts.ts';
import type { Fault, Faults } from './faults.ts';
import { type Message, messagesOf, tally, tallyEnd } from './firestore-messages.ts';
import { GrpcFrames } from './grpc-frames.ts';
import { SentBefore } from './sent-before.ts';

/** A part of the proxy that listens on its own port. */
export interface ProxyServer {
  /** `127.0.0.1:20000` */
  readonly address: string;
  /** Ends every connection at once, as a network does that fails. */
  readonly cutConnections: () => void;
  readonly close: () => Promise<void>;
}

/** Status codes of gRPC, https://grpc.io/docs/guides/status-codes/, and what Firestore says with them. */
const REFUSALS = {
  unavailable: { 'grpc-status': '14', 'grpc-message': 'The service is currently unavailable.' },
  quota: { 'grpc-status': '8', 'grpc-message': 'Quota exceeded.' },
} as const;

/** Stands in front of the Firestore emulator, for gRPC only: what the Admin SDK and the web SDK in Node talk. */
export async function startFirestoreProxy(options: {
  readonly target: string;
  readonly host: string;
  readonly counter: CallCounter;
  readonly faults: Faults;
}): Promise<ProxyServer> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  /** One connection to the emulator for each to the proxy, so that what ends one ends the other. */
  const upstreams = new WeakMap<Http2Session, ReturnType<typeof connect>>();
  const listeners = new WeakMap<Http2Session, SentBefore>();
  server.on('session', (session) => {
    const upstream = connect(`http://${options.target}`);
    sessions.add(session);
    upstreams.set(session, upstream);
    listeners.set(session, new SentBefore());
    upstream.on('error', () => session.destroy());
    upstream.on('close', () => session.destroy());
    session.on('error', () => upstream.destroy());
    session.on('close', () => {
      sessions.delete(session);
      upstream.destroy();
    });
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const upstream = stream.session && upstreams.get(stream.session);
    const sentBefore = stream.session && listeners.get(stream.session);
    if (upstream === undefined || sentBefore === undefined)
      return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    const open = () => upstream.request(headers, { endStream: false });
    const openLate = () => onItsOwn(options.target, headers);
    relay({ ...options, stream, headers, open, openLate, sentBefore }).catch(() => stream.close());
  });
  server.listen(0, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cutConnections = () => {
    for (const session of sessions) session.destroy();
  };
  return {
    address: `${options.host}:${port}`,
    cutConnections,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cutConnections();
      await closed;
    },
  };
}

/** A stream on a connection of its own, for what outlives its caller's. */
function onItsOwn(target: string, headers: IncomingHttpHeaders): ClientHttp2Stream {
  const session = connect(`http://${target}`);
  session.on('error', () => {});
  const stream = session.request(headers, { endStream: false });
  stream.once('close', () => session.close());
  return stream;
}

interface Relay {
  readonly stream: ServerHttp2Stream;
  readonly headers: IncomingHttpHeaders;
  readonly open: () => ClientHttp2Stream;
  readonly openLate: () => ClientHttp2Stream;
  readonly sentBefore: SentBefore;
  readonly counter: CallCounter;
  readonly faults: Faults;
}

async function relay(options: Relay): Promise<void> {
  const { stream, headers, counter, faults, sentBefore } = options;
  const name = String(headers[':path']).split('/').at(-1) ?? '';
  const port = stream.session?.socket.remotePort ?? 0;
  counter.request('firestore', name);

  const requests = readMessages(stream, messagesOf(name)?.request);
  const message = await requests.first;
  const call: EmulatorCall = { service: 'firestore', name, message, port };
  const rule = await faults.strike(call);
  if (stream.destroyed) return;

  const forward = (open = options.open) => {
    const upstream = open();
    upstream.on('error', () => {});
    requests.pipeTo(upstream);
    countResponses({ name, upstream, requests: requests.seen, counter, sentBefore });
    return upstream;
  };
  if (rule === null) return answer(stream, forward());
  if (rule.moment === 'after') await ended(forward());
  await rule.onFault?.(call);
  fail(stream, rule.fault);
  if (rule.lands !== undefined) {
    await rule.lands;
    forward(options.openLate).resume();
  }
}

/** Passes the emulator's answer on as it comes. */
function answer(stream: ServerHttp2Stream, upstream: ClientHttp2Stream): void {
  let trailers: IncomingHttpHeaders = {};
  upstream.on('response', (headers: IncomingHttpHeaders & IncomingHttpStatusHeader, flags) => {
    if (stream.destroyed) return;
    // An answer without a message has its status here.
    if (flags & constants.NGHTTP2_FLAG_END_STREAM) {
      stream.respond(headers, { endStream: true });
      return;
    }
    stream.respond(headers, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    upstream.pipe(stream);
  });
  upstream.on('trailers', (received: IncomingHttpHeaders) => {
    trailers = received;
  });
  upstream.on('close', () => {
    if (upstream.rstCode !== constants.NGHTTP2_NO_ERROR) stream.close(upstream.rstCode);
  });
  stream.on('close', () => upstream.close(stream.rstCode));
}

/** Resolves when the emulator has answered, however. */
async function ended(upstream: ClientHttp2Stream): Promise<void> {
  upstream.resume();
  if (!upstream.closed) await once(upstream, 'close');
}

function fail(stream: ServerHttp2Stream, fault: Fault): void {
  if (fault === 'cut') stream.session?.destroy();
  if (fault === 'cut' || fault === 'hang' || stream.destroyed) return;
  const head = { ':status': 200, 'content-type': 'application/grpc', ...REFUSALS[fault] };
  stream.respond(head, { endStream: true });
}

/** Reads the messages off a stream, which waits after the first one until it is piped on. */
function readMessages(
  stream: ServerHttp2Stream,
  decode: ((bytes: Uint8Array) => Message) | undefined,
) {
  const frames = new GrpcFrames();
  const waiting: Buffer[] = [];
  const seen: Message[] = [];
  const { promise: first, resolve: setFirst } = Promise.withResolvers<Message>();
  const read = (chunk: Buffer) => {
    for (const bytes of frames.push(chunk)) seen.push(decode?.(bytes) ?? {});
  };
  const hold = (chunk: Buffer) => {
    waiting.push(chunk);
    read(chunk);
    if (seen[0] === undefined) return;
    stream.pause();
    setFirst(seen[0]);
  };
  const noMore = () => setFirst(seen[0] ?? {});
  stream.on('data', hold);
  stream.once('end', noMore);
  stream.once('close', noMore);
  return {
    first,
    seen,
    pipeTo(upstream: ClientHttp2Stream) {
      stream.off('data', hold);
      for (const chunk of waiting) upstream.write(chunk);
      if (stream.readableEnded) {
        upstream.end();
        return;
      }
      stream.on('data', read);
      stream.pipe(upstream);
    },
  };
}

function countResponses(options: {
  readonly name: string;
  readonly upstream: ClientHttp2Stream;
  readonly requests: Message[];
  readonly counter: CallCounter;
  readonly sentBefore: SentBefore;
}): void {
  const { name, upstream, requests, counter, sentBefore } = options;
  const decode = messagesOf(name)?.response;
  if (decode === undefined) return;
  const frames = new GrpcFrames();
  let read = 0;
  upstream.on('data', (chunk: Buffer) => {
    for (const bytes of frames.push(chunk)) {
      // On a stream of writes each request has its own answer.
      const request = name === 'Write' ? requests.shift() : requests[0];
      const response = decode(bytes);
      const counted = sentBefore.take(requests, response)
        ? {}
        : tally(name, request ?? {}, response);
      read += counted.read ?? 0;
      counter.documents(counted);
    }
  });
  upstream.on('trailers', ({ 'grpc-status': status }: IncomingHttpHeaders) => {
    if (status === '0') counter.documents(tallyEnd(name, read));
  });
}
