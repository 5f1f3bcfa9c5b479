/** What went through the proxy. */
export interface EmulatorCounts {
  /** Requests to Auth, by name. */
  readonly auth: Readonly<Record<string, number>>;
  /** RPCs to Firestore, by name. A listener's whole life is one `Listen`. */
  readonly rpcs: Readonly<Record<string, number>>;
  /**
   * Documents as Firestore bills them (https://firebase.google.com/docs/firestore/pricing): a look-up
   * that finds nothing is a read, so is a query without a result; a listener pays for each document
   * it is sent. Only writes that took effect count.
   */
  readonly documents: {
    readonly read: number;
    readonly written: number;
    readonly deleted: number;
  };
}

/** Documents that one message stands for. */
export interface DocumentTally {
  readonly read?: number;
  readonly written?: number;
  readonly deleted?: number;
}

/** Counts, until it is told to begin again. */
export class CallCounter {
  #auth: Record<string, number> = {};
  #rpcs: Record<string, number> = {};
  #documents = { read: 0, written: 0, deleted: 0 };

  request(service: 'auth' | 'firestore', name: string): void {
    const counts = service === 'auth' ? this.#auth : this.#rpcs;
    counts[name] = (counts[name] ?? 0) + 1;
  }

  documents({ read = 0, written = 0, deleted = 0 }: DocumentTally): void {
    this.#documents.read += read;
    this.#documents.written += written;
    this.#documents.deleted += deleted;
  }

  reset(): void {
    this.#auth = {};
    this.#rpcs = {};
    this.#documents = { read: 0, written: 0, deleted: 0 };
  }

  /** A copy, as of now. */
  snapshot(): EmulatorCounts {
    return {
      auth: { ...this.#auth },
      rpcs: { ...this.#rpcs },
      documents: { ...this.#documents },
    };
  }
}
