/** The two roles between which the lab changes people. */
export type LabRole = 'viewer' | 'editor';

/** What the lab says of an approach, apart from its figures. */
export interface StrategyFacts {
  /** `ours-trigger`; stable, as results are kept by it. */
  readonly id: string;
  /** `live-claims, edit in the console`. */
  readonly name: string;
  /** The approach of the discussion that it is: `T1`. */
  readonly answers: string;
  /** Its source: the address of a page, a repository or a thread. */
  readonly source: string;
}

export interface Strategy extends StrategyFacts {
  /** Puts a person, a client and whatever else it takes in place, the person as a viewer. */
  open(): Promise<Contender>;
}

/** An approach that cannot run here. `open` throws it; the lab reports it. */
export class Unavailable extends Error {}

/** When something happened, on the clock of `performance.now()`; milliseconds. */
export interface Learned {
  /** When the client could first use the new access, drawn waits not counted. */
  readonly at: number;
  /** When the marker or signal came; null where there is none. */
  readonly markerAt: number | null;
  /** When the client held a token with the new role; null where it needs none. */
  readonly tokenAt: number | null;
  /**
   * Milliseconds that a real client would have waited in addition, for the next turn of an interval
   * or the end of a lifetime: drawn from a uniform distribution, rather than waited.
   */
  readonly drawnWait: number;
}

/** One person with one signed-in client, under one approach. */
export interface Contender {
  /** Account whose claims change; null where the approach uses no claims. */
  readonly claimsOf: string | null;
  /** Changes the role. @returns when the change was acknowledged (where that is the end of it all: when it was sent). */
  change(role: LabRole): Promise<number>;
  /** Resolves when the cooperating client has learned of the role; begins before `change` is called. */
  untilLearned(role: LabRole): Promise<Learned>;
  /** A read for editors only, as this client makes it. @returns whether it was answered. */
  read(): Promise<boolean>;
  /**
   * The same as a bare request with the credential in use, to be sent again and again: it opens and
   * closes no listener, which on the emulator can cut off another client's commit, and repairs nothing.
   */
  probe(): Promise<boolean>;
  /** Lets the refusing client keep what the other one has at this moment. */
  keep(): Promise<void>;
  /** The same as `probe` by a client that keeps what it has: never asks, never refreshes. */
  readRefusing(): Promise<boolean>;
  /**
   * How long the refusing client is let through when the lab cannot wait for the end: milliseconds
   * after the commit, and why; null when it can be measured.
   */
  readonly refusingBound: { readonly ms: number; readonly why: string } | null;
  /**
   * What the client does by itself, again and again, while nothing changes: one turn of it, so that
   * the cost of an idle hour can be counted without waiting for it. Absent where it does nothing.
   */
  readonly idle?: { readonly everyMs: number; once(): Promise<unknown> };
  close(): Promise<void>;
}
