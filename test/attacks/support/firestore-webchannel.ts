import { stack } from '../../support/stack.ts';
import type { Message, MessageStream } from './firestore-grpc.ts';

/** How often a connection may break before that is what went wrong. */
const MOST_CUTS = 3;

/** The emulator closes the connections of a channel that has ended: no other test must get one of them. */
const OF_ITS_OWN = { connection: 'close' };

/** Version of the protocol and of its client. Source: `webchannel-wrapper` in firebase-js-sdk. */
const VERSION = { VER: '8', CVER: '22' };

/**
 * Opens Firestore's `Write` or `Listen` channel as browsers do: WebChannel, messages by POST and answers
 * on a hanging GET, each array of them numbered.
 *
 * @param first the message that goes out with the handshake.
 */
export async function openWebChannel(
  method: 'Listen' | 'Write',
  database: string,
  token: string,
  first: Message,
): Promise<MessageStream> {
  const url = `http://${stack.firestore}/google.firestore.v1.Firestore/${method}/channel`;
  const ended = new AbortController();
  let requestId = 4711;
  let sent = 0;
  let heard = 0;

  let cuts = 0;
  const untilAnswered = async (address: string, init: RequestInit = {}): Promise<Response> => {
    for (;;) {
      try {
        return await fetch(address, { ...init, headers: OF_ITS_OWN, signal: ended.signal });
      } catch (error) {
        cuts += 1;
        if (ended.signal.aborted || cuts > MOST_CUTS) throw error;
      }
    }
  };

  const post = async (session: Record<string, string>, message: Message, headers = {}) => {
    const query = new URLSearchParams({
      ...VERSION,
      database,
      ...session,
      RID: String(requestId++),
      AID: String(heard),
      t: '1',
    });
    const body = new URLSearchParams({
      ...headers,
      count: '1',
      ofs: String(sent++),
      req0___data__: JSON.stringify(message),
    });
    // Cut off: sent again as it was; the server knows a message by its number.
    const answer = await untilAnswered(`${url}?${query}`, { method: 'POST', body });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`WebChannel answered ${answer.status}: ${text}`);
    return { text, answer };
  };

  const opened = await post(
    {},
    { database, ...first },
    {
      headers: `Content-Type:text/plain\r\nAuthorization:Bearer ${token}\r\n`,
    },
  );
  const [[, [, sid]]] = [...chunksIn(opened.text)].flat() as [[number, [string, string]]];
  const gsessionid = opened.answer.headers.get('x-http-session-id') ?? '';
  const session = { SID: sid, gsessionid };

  async function* answers(): AsyncGenerator<Message | null> {
    for (;;) {
      const query = new URLSearchParams({
        ...VERSION,
        database,
        ...session,
        RID: 'rpc',
        AID: String(heard),
        CI: '0',
        TYPE: 'xmlhttp',
        t: '1',
      });
      // Cut off: asked again, the server says whether the session is still there.
      const answer = await untilAnswered(`${url}?${query}`);
      // An unknown session: the server has ended it.
      if (answer.status === 400) return;
      let rest = '';
      const decoder = new TextDecoder();
      for await (const bytes of answer.body ?? []) {
        rest += decoder.decode(bytes, { stream: true });
        const chunks = chunksIn(rest);
        for (const arrays of chunks) {
          for (const [id, messages] of arrays) {
            heard = Math.max(heard, id);
            for (const message of messages) yield message;
          }
        }
        rest = rest.slice(lengthOf(chunks));
      }
    }
  }

  const incoming = answers();
  return {
    send: (message) => void post(session, message).catch(() => ended.abort()),
    async next() {
      for (;;) {
        const { value, done } = await incoming.next();
        if (done || value === 'close' || value === 'stop') return null;
        if (value === 'noop') continue;
        const error = value?.error ?? value?.targetChange?.cause;
        if (error === undefined) return value;
        if (error.status === 'PERMISSION_DENIED' || error.code === 7 || error.code === 403) {
          return null;
        }
        throw new Error(`WebChannel ended: ${JSON.stringify(value)}`);
      }
    },
    close: () => ended.abort(),
  };
}

type Chunk = [number, unknown[]][] & { readonly taken?: number };

/** The complete `length newline JSON` pieces at the start of the text. */
function chunksIn(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  for (;;) {
    const newline = text.indexOf('\n', at);
    if (newline < 0) return chunks;
    const end = newline + 1 + Number(text.slice(at, newline));
    if (text.length < end) return chunks;
    const chunk = JSON.parse(text.slice(newline + 1, end)) as Chunk;
    chunks.push(Object.assign(chunk, { taken: end - at }));
    at = end;
  }
}

const lengthOf = (chunks: readonly Chunk[]): number =>
  chunks.reduce((sum, { taken = 0 }) => sum + taken, 0);
