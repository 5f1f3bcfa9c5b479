/** Names the file with the `WorkerOrders`, which is there before the first worker is. */
export const ORDERS_VARIABLE = 'LIVE_CLAIMS_BENCH_ORDERS';

/** Where a worker of the Functions emulator finds what. */
export interface WorkerOrders {
  /** The proxy, as `127.0.0.1:9099`. */
  readonly auth: string;
  readonly firestore: string;
  /** The file for its `MemorySample`s, one a line; absent where nobody wants them. */
  readonly samples?: string;
}

/** What a worker holds at one moment, in bytes; the heap right after a collection. */
export interface MemorySample {
  /** The function that it runs. */
  readonly target: string;
  readonly at: number;
  readonly pid: number;
  readonly rss: number;
  readonly heapUsed: number;
}
