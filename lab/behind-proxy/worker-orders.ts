/** Names the file with the `WorkerOrders`, which is there before the first worker is. */
export const ORDERS_VARIABLE = 'LIVE_CLAIMS_BENCH_ORDERS';

/** Where a worker of the Functions emulator finds what. */
export interface WorkerOrders {
  /** The proxy, as `127.0.0.1:9099`. */
  readonly auth: string;
  readonly firestore: string;
}
