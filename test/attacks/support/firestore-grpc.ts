import { createRequire } from 'node:module';
import {
  type ClientDuplexStream,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { stack } from '../../support/stack.ts';

/** A message of `google.firestore.v1`, as the protos of Google's own client describe it. */
// biome-ignore lint/suspicious/noExplicitAny: what comes depends on the method.
export type Message = any;

export interface GrpcFirestore {
  /** A single question and answer. Null when the rules refuse it; any other failure is thrown. */
  unary(method: string, request: Message): Promise<Message | null>;
  /** All that a streaming answer holds; null when the rules refuse it. */
  all(method: string, request: Message): Promise<Message[] | null>;
  /** Opens one of the two long-lived streams, `Listen` and `Write`. */
  stream(method: 'Listen' | 'Write'): MessageStream;
  close(): void;
}

/** A stream in both directions. */
export interface MessageStream {
  send(message: Message): void;
  /** The next message; null when the rules have ended the stream. Any other end is thrown. */
  next(): Promise<Message | null>;
  close(): void;
}

const Service = loadService();

/** Firestore's gRPC API as a phone's SDK reaches it, with a token of the caller's choice. */
export function openGrpc(database: string, token: string): GrpcFirestore {
  const client = new Service(stack.firestore, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  metadata.set('google-cloud-resource-prefix', database);
  // biome-ignore lint/suspicious/noExplicitAny: the methods are made from the protos at run time.
  const methods = client as any;
  return {
    unary: (method, request) =>
      new Promise((resolve, reject) => {
        methods[method](request, metadata, (error: ServiceError | null, answer: Message) => {
          if (error === null) resolve(answer);
          else if (isRefusal(error)) resolve(null);
          else reject(error);
        });
      }),
    all: (method, request) =>
      new Promise((resolve, reject) => {
        const answers: Message[] = [];
        const call: ClientReadableStream<Message> = methods[method](request, metadata);
        call.on('data', (answer) => answers.push(answer));
        call.on('end', () => resolve(answers));
        call.on('error', (error) => (isRefusal(error) ? resolve(null) : reject(error)));
      }),
    stream: (method) => messageStream(methods[method](metadata)),
    close: () => client.close(),
  };
}

function messageStream(call: ClientDuplexStream<Message, Message>): MessageStream {
  const messages: (Message | null | Error)[] = [];
  let wake: (() => void) | null = null;
  const push = (message: Message | null | Error) => {
    messages.push(message);
    wake?.();
  };
  call.on('data', push);
  call.on('end', () => push(null));
  call.on('error', (error) => push(isRefusal(error) ? null : error));
  return {
    send: (message) => void call.write(message),
    async next() {
      while (messages.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const message = messages.shift();
      if (message instanceof Error) throw message;
      return message ?? null;
    },
    close: () => call.cancel(),
  };
}

function isRefusal(error: unknown): boolean {
  const { code } = error as ServiceError;
  return code === status.PERMISSION_DENIED || code === status.UNAUTHENTICATED;
}

function loadService(): ServiceClientConstructor {
  const ofAdmin = createRequire(import.meta.resolve('firebase-admin/firestore'));
  const protos = ofAdmin('@google-cloud/firestore/build/protos/v1.json');
  const definition = fromJSON(protos, {
    longs: String,
    enums: String,
    defaults: false,
    oneofs: true,
  });
  const root = loadPackageDefinition(definition) as Message;
  return root.google.firestore.v1.Firestore;
}
