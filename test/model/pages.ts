import type { Exploration } from './explore.ts';
import type { Catch } from './hunt.ts';
import type { Failure } from './simulate.ts';

export interface Results {
  readonly explorations: readonly Exploration[];
  readonly schedules: number;
  readonly seed: number;
  readonly minutes: number;
  readonly failures: readonly (Failure | null)[];
}

const COMMAND = 'npm run test:model -- --long';

/** `results.md`: what a long run has explored. */
export function resultsPage({ explorations, schedules, seed, minutes, failures }: Results): string {
  const states = explorations.reduce((sum, one) => sum + one.states, 0);
  const failed = failures.filter((failure) => failure !== null).length;
  const complete = explorations.filter((one) => one.complete).length;
  const rows = explorations.map(
    (one) =>
      `| ${one.scenario} | ${count(one.states)}${one.complete ? '' : ' and more'} | ${count(one.steps)} | ${count(one.schedules)} | ${one.depth} | ${one.counterexample?.violation ?? 'none'} |`,
  );
  return `# What the model check has explored

Written by \`${COMMAND}\`, in ${Math.round(minutes)} minutes. [How it works](README.md).

- ${count(states)} states of ${explorations.length} scenarios. ${complete} of them were explored to the last state${complete < explorations.length ? '; where the table says "and more", up to here' : ''}.
- ${count(schedules)} random schedules from seed ${seed}; ${failed} broke an invariant.

| scenario | states | steps | schedules | longest | violation |
|---|--:|--:|--:|--:|---|
${rows.join('\n')}

*Schedules* counts the different ways from the start to an end, through states first reached by as
many steps. *Longest* is the greatest number of steps needed to reach a state.
`;
}

/** `bugs.md`: the seeded bugs, and how each was found out. */
export function bugsPage(catches: readonly Catch[]): string {
  const caught = catches.filter(({ counterexample }) => counterexample !== null);
  const sections = catches.map(({ bug, counterexample }, index) => {
    const seenIn = bug.seenIn ? ` (${bug.seenIn})` : '';
    const title = `### ${index + 1}. ${bug.name}${seenIn}`;
    if (counterexample === null) return `${title}\n\nSurvived.`;
    const { scenario, violation, steps } = counterexample;
    const list = steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
    return `${title}\n\n*${scenario}*, ${steps.length} steps: ${violation}\n\n${list}`;
  });
  const rows = catches.map(
    ({ bug, counterexample }, index) =>
      `| ${index + 1} | ${bug.name} | ${counterexample ? counterexample.steps.length : 'survived'} |`,
  );
  return `# Seeded bugs

${caught.length} of ${catches.length} were found out. Written by \`npm run test:model\`; the patches are in
[bugs.ts](bugs.ts) and [peers.ts](peers.ts).

| | bug | steps of the shortest counterexample in its scenario |
|--:|---|--:|
${rows.join('\n')}

${sections.join('\n\n')}
`;
}

const count = (number: number) =>
  number > 1e9 ? number.toExponential(1) : number.toLocaleString('en');
