/** Lets `untilLearned`, which begins before `change`, wait for what `change` did. */
export interface AfterChange {
  /** Resolves when the change that comes next was acknowledged. */
  wait(): Promise<void>;
  acknowledged(): void;
}

export function afterChange(): AfterChange {
  let next = Promise.withResolvers<void>();
  return {
    wait: () => next.promise,
    acknowledged() {
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}
