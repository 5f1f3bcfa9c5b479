import type { Actor } from './actor.ts';
import type { Lab } from './lab.ts';

/** What a case has to work with. */
export interface ChaosContext extends Lab {
  /** A user who may change every role. */
  readonly actor: Actor;
}

/** One kind of fault. */
export interface ChaosCase {
  /** What goes wrong, as the results name it. */
  readonly name: string;
  /** `waits`: idles for up to a minute, so many may run at once. */
  readonly pace?: 'waits';
  /**
   * Causes the fault for a new user, waits until it is repaired and checks everything.
   *
   * @returns milliseconds from the acknowledged write until the person's client showed it.
   * @throws when anything is not as it has to be, or the fault did not occur.
   */
  readonly run: (context: ChaosContext) => Promise<number>;
}
