import type { Check } from '../support/check.ts';
import { openRulesProject, type RulesProject } from '../support/rules-project.ts';
import { runChecks, seedChecks } from '../support/run-checks.ts';
import type { Mutant } from './mutate-rules.ts';

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /**
   * The check that came out otherwise; null when all came out as ever. `unloadable` are rules that
   * Firestore does not take, so that they cannot be deployed.
   */
  readonly killer: string | 'unloadable' | null;
}

/** Checks that go together, and what they are asked of. */
export interface Stage {
  readonly checks: readonly Check[];
  /** The rules that they are about, made of those that are deployed. */
  readonly variant?: (rules: string) => string;
}

export interface Hunt {
  /** Of the Firestore emulator. */
  readonly address: string;
  /** The rules as they are, under which every check has to come out. */
  readonly rules: string;
  readonly mutants: readonly Mutant[];
  /** First those that find out the most. */
  readonly stages: readonly Stage[];
  /** Projects side by side. */
  readonly lanes: number;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** How many checks that found out a mutant of the same function or match are tried before all others. */
const KILLERS_FIRST = 24;

/** @throws {Error} when a check does not even come out under the rules as they are. */
export async function hunt(hunt: Hunt): Promise<Outcome[]> {
  const { rules, mutants, stages, lanes, onOutcome } = hunt;
  const checks = stages.flatMap((stage) => stage.checks);
  const killers = new Killers();
  const outcomes: Outcome[] = [];
  const left = mutants.values();

  const lane = async (_: unknown, index: number) => {
    const project = openRulesProject(hunt.address, `demo-live-claims-mutants-${index}`);
    try {
      await seedChecks(project, checks);
      if (index === 0) await assertAllComeOut(project, rules, stages);
      for (const mutant of left) {
        const first = { checks: killers.of(mutant.scope) };
        const killer = await killerOf(project, mutant.rules, [first, ...stages]);
        // The first stages are about the rules as they stand; a variant's checks say nothing there.
        const known = stages.find(
          (stage) => !stage.variant && stage.checks.some((check) => check === killer),
        );
        if (known) killers.add(mutant.scope, killer as Check);
        const outcome = {
          mutant,
          killer: typeof killer === 'string' ? killer : (killer?.name ?? null),
        };
        outcomes.push(outcome);
        onOutcome(outcome);
      }
    } finally {
      project.close();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

async function killerOf(
  project: RulesProject,
  rules: string,
  stages: readonly Stage[],
): Promise<Check | 'unloadable' | null> {
  if (!(await loads(project, rules))) return 'unloadable';
  let inForce = rules;
  for (const { checks, variant } of stages) {
    const text = variant ? variant(rules) : rules;
    if (text !== inForce) await project.loadRules(text);
    inForce = text;
    const killer = await confirmedFailure(project, checks);
    if (killer) return killer;
  }
  return null;
}

/**
 * The first check that comes out otherwise, and does so again when it is asked once more: on a busy
 * machine a second may pass in the middle of one that is about a second.
 */
async function confirmedFailure(
  project: RulesProject,
  checks: readonly Check[],
): Promise<Check | null> {
  let left = checks;
  for (;;) {
    const [failed] = await runChecks(project, left, { stopAtFirst: true });
    if (failed === undefined) return null;
    const again = await runChecks(project, [failed]);
    if (again.length > 0) return failed;
    left = left.filter((check) => check !== failed);
  }
}

const loads = (project: RulesProject, rules: string): Promise<boolean> =>
  project.loadRules(rules).then(
    () => true,
    () => false,
  );

async function assertAllComeOut(
  project: RulesProject,
  rules: string,
  stages: readonly Stage[],
): Promise<void> {
  for (const { checks, variant = (text: string) => text } of stages) {
    await project.loadRules(variant(rules));
    const failed = await runChecks(project, checks);
    if (failed.length > 0) {
      throw new Error(
        `Without a mutation, these fail: ${failed.map(({ name }) => name).join('; ')}`,
      );
    }
  }
}

/** Checks that found out a mutant, the latest first, by function or match. */
class Killers {
  readonly #checks = new Map<string, Check[]>();

  of(scope: string): readonly Check[] {
    return this.#checks.get(scope) ?? [];
  }

  add(scope: string, killer: Check): void {
    const others = this.of(scope).filter((other) => other !== killer);
    this.#checks.set(scope, [killer, ...others].slice(0, KILLERS_FIRST));
  }
}
