import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Names the port, on loopback, at which the workers of the Functions emulator report to the lab. */
export const CONTROL_VARIABLE = 'LIVE_CLAIMS_CHAOS_CONTROL';

/** What the lab tells a worker: where to find the emulators. */
export interface WorkerOrders {
  readonly auth: string;
  readonly firestore: string;
}

/** What a worker tells the lab: who it is, then its end of each connection, as they come and go. */
export type WorkerReport =
  | { readonly type: 'worker'; readonly pid: number; readonly target: string }
  | { readonly type: 'opened' | 'closed'; readonly port: number };

/** A process that runs one function, one request at a time. */
export interface Worker {
  readonly pid: number;
  /** The function's name. */
  readonly target: string;
  /** Ends it as a crash does: at once, without a chance to finish anything. Waits until it is gone. */
  readonly kill: () => Promise<void>;
}

/** The report and the first request on a connection come by different ways. */
const REPORTED_WITHIN_MS = 5000;

/** Knows the workers of the Functions emulator by their connections. */
export class Workers {
  readonly #server = createServer((line) => this.#register(line));
  readonly #byPort = new Map<number, Worker>();
  readonly #awaited = new Map<number, PromiseWithResolvers<Worker>>();

  readonly #orders: Promise<WorkerOrders>;

  /** @param orders what workers are told; they wait for it. */
  constructor(orders: Promise<WorkerOrders>) {
    this.#orders = orders;
  }

  /** Begins to take reports, at the port that it comes back with. */
  async listen(host: string): Promise<number> {
    this.#server.listen(0, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** The worker whose end of a connection this is. Rejects when none says so within five seconds. */
  async at(port: number): Promise<Worker> {
    const known = this.#byPort.get(port);
    if (known !== undefined) return known;
    const awaited = this.#awaited.get(port) ?? Promise.withResolvers<Worker>();
    this.#awaited.set(port, awaited);
    const timer = setTimeout(() => {
      awaited.reject(new Error(`No worker has reported a connection from port ${port}.`));
    }, REPORTED_WITHIN_MS);
    try {
      return await awaited.promise;
    } finally {
      clearTimeout(timer);
      this.#awaited.delete(port);
    }
  }

  close(): void {
    this.#server.close();
  }

  #register(line: Socket): void {
    line.on('error', () => {});
    const ports = new Set<number>();
    let worker: Worker | null = null;
    const forget = (port: number) => {
      ports.delete(port);
      // It may belong to another run by now.
      if (this.#byPort.get(port) === worker) this.#byPort.delete(port);
    };
    createInterface({ input: line }).on('line', (text) => {
      const report = JSON.parse(text) as WorkerReport;
      if (report.type === 'worker') {
        const { pid, target } = report;
        worker = { pid, target, kill: () => end(pid, line) };
        void this.#orders.then((orders) => line.write(JSON.stringify(orders)));
      } else if (report.type === 'closed') {
        forget(report.port);
      } else if (worker !== null) {
        ports.add(report.port);
        this.#byPort.set(report.port, worker);
        this.#awaited.get(report.port)?.resolve(worker);
      }
    });
    line.once('close', () => ports.forEach(forget));
  }
}

/** The line to a worker closes when its process is gone, and not before. */
async function end(pid: number, line: Socket): Promise<void> {
  if (line.destroyed) return;
  const gone = once(line, 'close');
  process.kill(pid, 'SIGKILL');
  await gone;
}
