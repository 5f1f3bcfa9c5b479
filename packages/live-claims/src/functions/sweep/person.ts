import type { Observation } from '../sync/ports.ts';

/** A user with a document, a marker or an account, and the three as read together. */
export interface Person {
  readonly uid: string;
  readonly seen: Observation;
}
