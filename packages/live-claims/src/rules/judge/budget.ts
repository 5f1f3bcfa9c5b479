/** Steps of a reading within each other: more would end JavaScript’s stack. */
const MAX_DEPTH = 400;

/**
 * Steps that may be taken: rules that double their work with every line come to an end, and every file in about a
 * second. The same rules always come to the same: time is not looked at.
 */
export class Budget {
  #left: number;
  #depth = 0;
  readonly #whole: Budget | null;

  /** @param whole what this is a part of: what is spent here is spent there. */
  constructor(steps: number, whole: Budget | null = null) {
    this.#left = steps;
    this.#whole = whole;
  }

  get isSpent(): boolean {
    return this.#left <= 0 || this.#whole?.isSpent === true;
  }

  spend(steps: number): void {
    this.#left -= steps;
    this.#whole?.spend(steps);
  }

  /** What a step inside of the others comes to; null where it is one too many. */
  nested<T>(step: () => T): T | null {
    this.spend(1);
    if (this.isSpent || this.#depth >= MAX_DEPTH) return null;
    this.#depth += 1;
    const result = step();
    this.#depth -= 1;
    return result;
  }
}
