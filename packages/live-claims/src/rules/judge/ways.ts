import type { Unknown } from './values.ts';
import { unknown } from './values.ts';

/**
 * Ways through a condition, where what it comes to depends on something that is not known and that goes on as a value:
 * which side of `a ? 'b' : 'c'` is taken, or whether a document exists. A condition is read once for each way.
 */
export class Ways {
  readonly #taken: boolean[] = [];
  readonly #named = new Map<string, boolean>();
  #next = 0;
  /** What the ways part by. */
  readonly partings: Unknown[] = [];

  /** Which side this way takes, where a condition is not known. */
  side(parting: Unknown): boolean {
    const side = this.#taken[this.#next] ?? true;
    this.#taken[this.#next] = side;
    this.#next += 1;
    this.partings.push(parting);
    return side;
  }

  /** The same, of something that is the same throughout a way. */
  sideOf(name: string, why: string): boolean {
    const side = this.#named.get(name) ?? this.side(unknown(why, [], 1 | 2));
    this.#named.set(name, side);
    return side;
  }

  /** Goes on to the next way; false where there is none. */
  advance(): boolean {
    while (this.#taken.at(-1) === false) this.#taken.pop();
    if (this.#taken.length === 0) return false;
    this.#taken[this.#taken.length - 1] = false;
    this.#next = 0;
    this.#named.clear();
    return true;
  }
}
