import type { EmulatorCall } from './call.ts';

/**
 * What the caller gets instead of its answer: 503 or UNAVAILABLE; 429 with QUOTA_EXCEEDED or
 * RESOURCE_EXHAUSTED; nothing, ever; the end of its connection, with everything else on it.
 */
export type Fault = 'unavailable' | 'quota' | 'hang' | 'cut';

export interface FaultRule {
  readonly matches: (call: EmulatorCall) => boolean | Promise<boolean>;
  /** `before` the emulator hears of the request; `after` it took effect and was answered. */
  readonly moment: 'before' | 'after';
  readonly fault: Fault;
  /** How many matching requests it strikes; one unless given. */
  readonly times?: number;
  /** Runs at that moment, and is waited for, before the caller notices anything. */
  readonly onFault?: (call: EmulatorCall) => unknown;
  /** With `before`: the request was on its way all the same, and takes effect once this resolves. */
  readonly lands?: Promise<unknown>;
}

/** A rule in force. */
export interface PlantedFault {
  /** How many requests it has struck. */
  readonly struck: () => number;
  readonly remove: () => void;
}

/** The rules in force. The first that matches a request strikes. */
export class Faults {
  readonly #rules: { readonly rule: FaultRule; struck: number }[] = [];

  plant(rule: FaultRule): PlantedFault {
    const entry = { rule, struck: 0 };
    this.#rules.push(entry);
    return {
      struck: () => entry.struck,
      remove: () => {
        const index = this.#rules.indexOf(entry);
        if (index >= 0) this.#rules.splice(index, 1);
      },
    };
  }

  /** The rule that strikes this request, which counts as struck with that; null for none. */
  async strike(call: EmulatorCall): Promise<FaultRule | null> {
    for (const entry of [...this.#rules]) {
      const { rule } = entry;
      const spent = () => entry.struck >= (rule.times ?? 1);
      if (spent() || !(await rule.matches(call)) || spent()) continue;
      entry.struck += 1;
      return rule;
    }
    return null;
  }
}
