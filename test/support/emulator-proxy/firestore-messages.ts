import { createRequire } from 'node:module';
import protobuf from 'protobufjs';
import type { DocumentTally } from './counts.ts';

// The protocol as the Admin SDK ships it: of the very version that talks it here.
const admin = createRequire(createRequire(import.meta.url).resolve('firebase-admin/firestore'));
const protocol = protobuf.Root.fromJSON(admin('@google-cloud/firestore/build/protos/v1.json'));
const service = protocol.lookupService('google.firestore.v1.Firestore');

export type Message = Readonly<Record<string, unknown>>;
type Decode = (bytes: Uint8Array) => Message;

/** How to read the messages of an RPC, by its name; null for one that the protocol does not know. */
export function messagesOf(rpc: string): { request: Decode; response: Decode } | null {
  const method = service.methods[rpc];
  if (method === undefined) return null;
  method.resolve();
  return {
    request: decoder(method.resolvedRequestType),
    response: decoder(method.resolvedResponseType),
  };
}

function decoder(type: protobuf.Type | null): Decode {
  if (type === null) throw new TypeError('The protocol names a message that it does not describe.');
  return (bytes) => type.toObject(type.decode(bytes), { bytes: String, longs: Number });
}

/** What a response says about documents, together with the request that it answers. */
export function tally(rpc: string, request: Message, response: Message): DocumentTally {
  switch (rpc) {
    case 'GetDocument':
      return { read: 1 };
    case 'BatchGetDocuments':
      return { read: 'found' in response || 'missing' in response ? 1 : 0 };
    case 'RunQuery':
      return { read: 'document' in response ? 1 : 0 };
    case 'ListDocuments':
      return { read: Math.max(1, listed(response.documents).length) };
    case 'Listen':
      return { read: 'documentChange' in response ? 1 : 0 };
    case 'Commit':
    case 'Write':
      return tallyWrites(listed(request.writes), () => true);
    case 'BatchWrite': {
      const status = listed(response.status);
      return tallyWrites(listed(request.writes), (index) => !status[index]?.code);
    }
    case 'CreateDocument':
    case 'UpdateDocument':
      return { written: 1 };
    case 'DeleteDocument':
      return { deleted: 1 };
    default:
      return {};
  }
}

/** What a call that has ended well is billed on top of its messages: a query without a result. */
export function tallyEnd(rpc: string, read: number): DocumentTally {
  return rpc === 'RunQuery' && read === 0 ? { read: 1 } : {};
}

function tallyWrites(writes: readonly Message[], tookEffect: (index: number) => boolean) {
  const effective = writes.filter((_, index) => tookEffect(index));
  const deleted = effective.filter((write) => 'delete' in write).length;
  // A `verify` changes nothing.
  const written = effective.filter((write) => 'update' in write || 'transform' in write).length;
  return { written, deleted };
}

function listed(value: unknown): readonly Message[] {
  return Array.isArray(value) ? value : [];
}
