/** A plausible mistake, as a change to the real code. */
export interface Bug {
  readonly name: string;
  /** Where it was seen. */
  readonly seenIn?: string;
  readonly patches: readonly Patch[];
  /** Where random schedules come by it: one in some hundred thousand does. */
  readonly seed?: number;
}

/** Every occurrence of `find` must be exactly one, so that the list cannot fall behind the code. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
