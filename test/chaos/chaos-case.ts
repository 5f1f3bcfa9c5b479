import type { Actor } from './actor.ts';
import type { Lab } from './lab.ts';

/** What a case has to work with. */
export interface ChaosContext extends Lab {
  /** Somebody who may change every role. */
  readonly actor: Actor;
}

/** One way for things to go wrong. */
export interface ChaosCase {
  /** What goes wrong, as the results name it. */
  readonly name: string;
  /**
   * `waits`: idles for up to a minute, so many may run at once. `alone`: holds up everybody else, so
   * it is run by itself, before the others.
   */
  readonly pace?: 'waits' | 'alone';
  /**
   * Makes it go wrong for a fresh person, waits until all is well and looks at everything.
   *
   * @returns milliseconds from the acknowledged write until the person's client showed it.
   * @throws when anything is not as it has to be, or the fault did not occur.
   */
  readonly run: (context: ChaosContext) => Promise<number>;
}
