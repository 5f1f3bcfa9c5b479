import { EventEmitter, once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { COLLECTIONS } from '../../tools/demo-paths.ts';

/** A write of `users/{uid}` that a function has to hear of. */
export interface TriggerEvent {
  readonly uid: string;
  /** Which of this person's events it is, from 0. */
  readonly number: number;
}

/** What happens to an event on its way, instead of one delivery at once. */
export interface Handling {
  /** When each copy sets out; two that set out at once arrive together. */
  readonly copies: readonly Promise<unknown>[];
  /** How many attempts of each copy are lost before they arrive. None unless given. */
  readonly lost?: number;
  /** What the attempt after the first failed one waits for, instead of the usual pause. */
  readonly again?: Promise<unknown>;
}

/**
 * The pause after a failed attempt, doubling. In production it is 10 s to 600 s for 24 hours
 * (https://cloud.google.com/functions/docs/bestpractices/retries).
 */
const BACKOFF_MS = { first: 250, longest: 2000 } as const;

/**
 * The Functions emulator never answers when a process of a function takes too long to start, which
 * happens on a busy machine. Eventarc, too, delivers again what is not acknowledged in time.
 */
const ANSWERED_WITHIN_MS = 30_000;

/** So that a function that always fails ends the run. */
const MAX_ATTEMPTS = 30;

/**
 * Takes what the Firestore emulator sends to the Functions emulator and delivers it as Eventarc does
 * in production: at least once, again after a failure, and else as it is told.
 *
 * The emulator's JVM is led here as to an HTTP proxy, by Java's own settings (`javaOptions`).
 */
export class Broker {
  readonly #server = createServer((asked, answered) => {
    this.#take(asked, answered).catch(() => answered.destroy());
  });
  readonly #agent = new Agent({ keepAlive: true });
  readonly #handlings = new Map<string, (event: TriggerEvent) => Handling>();
  readonly #arrived = new Map<string, number>();
  readonly #arrivals = new EventEmitter();
  /** Deliveries under way, by person. */
  readonly #underWay = new Map<string, Set<Promise<void>>>();
  readonly #givenUp = new Map<string, Error>();

  /** Begins to take events; comes back with the options for the emulator's JVM. */
  async listen(host: string): Promise<{ readonly javaOptions: string }> {
    this.#server.listen(0, host);
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    // Java leaves loopback out unless it is told that nothing is left out.
    const settings = { proxyHost: host, proxyPort: port, nonProxyHosts: '' };
    const javaOptions = Object.entries(settings).map(([name, value]) => `-Dhttp.${name}=${value}`);
    return { javaOptions: javaOptions.join(' ') };
  }

  /** Decides what becomes of a person's events from now on, counted from 0 again. */
  handle(uid: string, handling: (event: TriggerEvent) => Handling): void {
    this.#arrived.set(uid, 0);
    this.#handlings.set(uid, handling);
  }

  /** Resolves when everything that has arrived for this person is delivered. Rejects when an event was given up. */
  async delivered(uid: string): Promise<void> {
    for (;;) {
      const underWay = [...(this.#underWay.get(uid) ?? [])];
      if (underWay.length > 0) await Promise.all(underWay);
      else if (this.#givenUp.has(uid)) throw this.#givenUp.get(uid);
      else return;
    }
  }

  /** Resolves once so many events of this person have arrived. */
  async arrived(uid: string, count: number): Promise<void> {
    while (this.arrivals(uid) < count) await once(this.#arrivals, uid);
  }

  /** How many events of this person have arrived since the start, or since `handle`. */
  arrivals(uid: string): number {
    return this.#arrived.get(uid) ?? 0;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  async #take(asked: IncomingMessage, answered: ServerResponse): Promise<void> {
    const message: Sent = {
      url: new URL(asked.url ?? ''),
      method: asked.method ?? 'POST',
      headers: asked.headers,
      body: await buffer(asked),
    };
    const uid = personOf(asked.headers['ce-document']);
    if (uid === null) {
      answered.writeHead(await this.#send(message)).end();
      return;
    }
    // From here on it is kept until it is delivered.
    answered.writeHead(204).end();
    const number = this.#arrived.get(uid) ?? 0;
    this.#arrived.set(uid, number + 1);
    this.#arrivals.emit(uid);
    const event = { uid, number };
    const handling = this.#handlings.get(uid)?.(event) ?? { copies: [Promise.resolve()] };
    for (const departure of handling.copies) {
      this.#follow(uid, this.#deliver(message, departure, handling));
    }
  }

  #follow(uid: string, delivery: Promise<void>): void {
    const underWay = this.#underWay.get(uid) ?? new Set();
    this.#underWay.set(uid, underWay);
    const settled = delivery
      .catch((error: Error) => void this.#givenUp.set(uid, error))
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  }

  async #deliver(message: Sent, departure: Promise<unknown>, handling: Handling): Promise<void> {
    const { lost = 0, again } = handling;
    await departure;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const status = attempt > lost ? await this.#send(message) : 0;
      if (status >= 200 && status < 300) return;
      const pause = Math.min(BACKOFF_MS.first * 2 ** (attempt - 1), BACKOFF_MS.longest);
      await (attempt === 1 && again !== undefined ? again : sleep(pause));
    }
    throw new Error(`An event was given up after ${MAX_ATTEMPTS} attempts: ${message.url}`);
  }

  /** The status of the answer; 0 for none. */
  async #send({ url, method, headers, body }: Sent): Promise<number> {
    const { 'proxy-connection': _, connection: __, ...kept } = headers;
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    const asking = request(url, { agent: this.#agent, method, headers: kept, signal });
    asking.end(body);
    try {
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      await buffer(answer);
      return answer.statusCode ?? 0;
    } catch {
      return 0;
    }
  }
}

interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Whose document an event is about; null when it is not about a person. */
function personOf(document: string | string[] | undefined): string | null {
  const [collection, uid] = String(document).split('/');
  return collection === COLLECTIONS.users && uid !== undefined ? uid : null;
}
