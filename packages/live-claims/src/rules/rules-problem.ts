/**
 * Security rules that cannot be written or read, with the place and the next step.
 *
 * @example catch (error) { if (error instanceof RulesProblem) console.error(error.message, error.next); }
 */
export class RulesProblem extends Error {
  override readonly name = 'RulesProblem';
  /** Offset in the source; null where it is about the whole file. */
  readonly at: number | null;
  /** What to do, in a sentence. */
  readonly next: string;

  constructor(message: string, next: string, at: number | null = null) {
    super(message);
    this.next = next;
    this.at = at;
  }
}
