import type { Observation } from '../sync/ports.ts';

/** Somebody who has a document, a marker or an account, and what one look at the three found. */
export interface Person {
  readonly uid: string;
  readonly seen: Observation;
}
