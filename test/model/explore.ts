import { ProcessCache } from './process-cache.ts';
import type { Subject } from './programs.ts';
import type { Scenario } from './scenario.ts';
import { type Choice, type State, Violation } from './state.ts';
import { System } from './system.ts';

/** What an exhaustive exploration came to. */
export interface Exploration {
  readonly scenario: string;
  /** Different states reached. */
  readonly states: number;
  /** Steps taken between them. */
  readonly steps: number;
  /** Different schedules from the start to a state of rest; may exceed what a number holds exactly. */
  readonly schedules: number;
  /** Length of the longest schedule without a detour. */
  readonly depth: number;
  /** Whether every reachable state was reached. */
  readonly complete: boolean;
  /** A shortest way to a violation; null when there is none. */
  readonly counterexample: Counterexample | null;
}

export interface Counterexample {
  readonly violation: string;
  readonly steps: readonly string[];
}

/** What is wrong where events are delivered again and again, for ever. */
export const NO_REST = 'It never comes to rest: the event fails however often it is delivered.';

/** How a state was first reached: by which of its predecessor's choices. */
interface Way {
  readonly from: Way | null;
  readonly choice: number;
}

/**
 * Every state that a scenario can reach, breadth first, so that the first violation is a shortest
 * one. The only reduction: a state that was reached before is not explored again. States are told
 * apart by all that their future depends on, exactly, without hashing.
 *
 * @param limit Most states to explore; beyond it the exploration is not complete.
 */
export async function explore(
  scenario: Scenario,
  subject: Subject,
  limit = Number.POSITIVE_INFINITY,
): Promise<Exploration> {
  const system = new System(scenario, new ProcessCache(subject));
  const start = await system.start();
  let layer: Layer = new Map();
  layer.set(system.key(start), { state: start, way: { from: null, choice: -1 }, ways: 1 });
  const seen = new Set(layer.keys());
  let steps = 0;
  let depth = 0;
  let rested = false;
  let schedules = 0;
  const result = (counterexample: Counterexample | null, complete: boolean): Exploration => ({
    scenario: scenario.name,
    states: seen.size,
    steps,
    schedules,
    depth,
    complete,
    counterexample,
  });
  const failed = async (violation: string, way: Way) =>
    result({ violation, steps: await tell(system, way) }, false);

  while (layer.size > 0) {
    const next: Layer = new Map();
    for (const { state, way, ways } of layer.values()) {
      const atRest = system.atRest(state);
      rested ||= atRest;
      const violation = atRest ? await restViolation(system, state) : null;
      if (violation !== null) return failed(violation, way);
      const choices = system.choices(state);
      if (choices.length === 0) schedules += ways;
      for (const [index, choice] of choices.entries()) {
        const to: Way = { from: way, choice: index };
        const taken = await take(choice);
        if (taken instanceof Violation) return failed(taken.message, to);
        steps += 1;
        const key = system.key(taken);
        const there = next.get(key);
        if (there !== undefined) {
          there.ways += ways;
        } else if (!seen.has(key)) {
          seen.add(key);
          next.set(key, { state: taken, way: to, ways });
        }
      }
      if (seen.size > limit) return result(null, false);
    }
    layer = next;
    if (layer.size > 0) depth += 1;
  }
  return result(rested ? null : { violation: NO_REST, steps: [] }, true);
}

/** States of the same distance from the start, and how many schedules lead to each. */
type Layer = Map<string, { readonly state: State; readonly way: Way; ways: number }>;

export async function take(choice: Choice): Promise<State | Violation> {
  try {
    const next = choice.take();
    return next instanceof Promise ? await next : next;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}

export async function restViolation(system: System, state: State): Promise<string | null> {
  try {
    await system.checkAtRest(state);
    return null;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
}

/** What happens on a way, in words. */
async function tell(system: System, way: Way): Promise<string[]> {
  const indices: number[] = [];
  for (let at = way; at.from !== null; at = at.from) indices.unshift(at.choice);
  const says: string[] = [];
  let state = await system.start();
  for (const index of indices) {
    const choice = system.choices(state)[index] as Choice;
    says.push(choice.says);
    const taken = await take(choice);
    if (taken instanceof Violation) break;
    state = taken;
  }
  return says;
}
