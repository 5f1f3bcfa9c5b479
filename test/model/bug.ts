import type { Patch } from '../support/patch-source.ts';

/** A plausible mistake, as a change to the real code. */
export interface Bug {
  readonly name: string;
  /** Where it was seen. */
  readonly seenIn?: string;
  readonly patches: readonly Patch[];
  /** Where random schedules come by it: one in some hundred thousand does. */
  readonly seed?: number;
}
