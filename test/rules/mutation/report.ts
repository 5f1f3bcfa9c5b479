import { EQUIVALENT, type Equivalent } from './equivalent.ts';
import type { Outcome } from './hunt.ts';
import type { Mutant } from './mutate-rules.ts';

export interface Verdict {
  readonly killed: readonly Mutant[];
  readonly unloadable: readonly Mutant[];
  /** Survivors that no request could tell from the rules, with the reason. */
  readonly equivalent: readonly { readonly mutant: Mutant; readonly reason: string }[];
  /** Survivors that a test should have found out. */
  readonly unexplained: readonly Mutant[];
  /** Reasons for mutants that did not survive, or that there are not. */
  readonly outdated: readonly string[];
}

/** @param whole whether every mutant was hunted: only then can a reason be outdated. */
export function judge(
  outcomes: readonly Outcome[],
  whole: boolean,
  equivalent: readonly Equivalent[] = EQUIVALENT,
): Verdict {
  const those = (test: (killer: Outcome['killer']) => boolean) =>
    outcomes.filter(({ killer }) => test(killer)).map(({ mutant }) => mutant);
  const survivors = those((killer) => killer === null);
  const reasons = new Map(
    equivalent.flatMap(({ reason, mutants }) => mutants.map((name) => [name, reason] as const)),
  );
  return {
    killed: those((killer) => killer !== null && killer !== 'unloadable'),
    unloadable: those((killer) => killer === 'unloadable'),
    equivalent: survivors.flatMap((mutant) => {
      const reason = reasons.get(mutant.name);
      return reason === undefined ? [] : [{ mutant, reason }];
    }),
    unexplained: survivors.filter(({ name }) => !reasons.has(name)),
    outdated: whole
      ? [...reasons.keys()].filter((name) => !survivors.some((mutant) => mutant.name === name))
      : [],
  };
}

/** The summary for the terminal. */
export function summary(verdict: Verdict): string {
  const { killed, unloadable, equivalent, unexplained, outdated } = verdict;
  return [
    `${killed.length} killed, ${equivalent.length} equivalent, ${unloadable.length} that do not load, ${unexplained.length} survived`,
    ...unexplained.map(({ name, line }) => `✗ survived, line ${line}: ${name}`),
    ...outdated.map((name) => `✗ has a reason to survive, but did not: ${name}`),
  ].join('\n');
}

/** The page that is committed. */
export function resultsPage(verdict: Verdict, seconds: number): string {
  const { killed, unloadable, equivalent, unexplained } = verdict;
  const all = [...killed, ...unloadable, ...equivalent.map(({ mutant }) => mutant), ...unexplained];
  const operators = [...new Set(all.map(({ operator }) => operator))].toSorted();
  const count = (mutants: readonly Mutant[], name: string) =>
    mutants.filter(({ operator }) => operator === name).length;
  const alike = equivalent.map(({ mutant }) => mutant);
  const rows = operators.map((name) => {
    const figures = [all, killed, alike, unloadable, unexplained].map((those) =>
      count(those, name),
    );
    return `| ${inCell(name)} | ${figures.join(' | ')} |`;
  });
  const totals = [all, killed, alike, unloadable, unexplained].map(({ length }) => length);
  const reasons = Map.groupBy(equivalent, ({ reason }) => reason);
  return `# Mutants of firestore.rules

Written by \`npm run test:rules:mutation\`, in ${Math.round(seconds)} seconds. Each mutant is the rules with one thing done to
them; it is killed when one expectation of [docs/rules-matrix.md](../../docs/rules-matrix.md) or [cases](cases) comes out otherwise.

| what was done | mutants | killed | equivalent | do not load | survived |
|---|---|---|---|---|---|
${rows.join('\n')}
| **all** | ${totals.map((total) => `**${total}**`).join(' | ')} |

## Equivalent

No request can tell these from the rules.

${[...reasons]
  .map(
    ([reason, those]) =>
      `${reason}\n\n${those.map(({ mutant }) => `- \`${mutant.name.replaceAll('`', "'")}\``).join('\n')}\n`,
  )
  .join('\n')}
## Survived

${unexplained.length === 0 ? 'None.' : unexplained.map(({ name }) => `- \`${name}\``).join('\n')}
`;
}

/** A pipe would end a cell. */
const inCell = (text: string): string => text.replaceAll('|', '\\|');
