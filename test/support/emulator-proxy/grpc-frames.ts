import { gunzipSync } from 'node:zlib';

/** Compressed flag and length: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const PREFIX_BYTES = 5;

/** Cuts what comes in on a gRPC stream into its messages. */
export class GrpcFrames {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that this chunk completes. */
  push(chunk: Buffer): readonly Buffer[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Buffer[] = [];
    while (this.#rest.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + this.#rest.readUInt32BE(1);
      if (this.#rest.length < end) break;
      const body = this.#rest.subarray(PREFIX_BYTES, end);
      messages.push(this.#rest[0] === 1 ? gunzipSync(body) : body);
      this.#rest = this.#rest.subarray(end);
    }
    return messages;
  }
}
