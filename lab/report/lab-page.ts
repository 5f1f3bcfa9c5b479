import { markdownTable } from 'markdown-table';
import { type LabResults, PART_NAMES } from '../results.ts';
import { billTable, countsTable, priceTable, slopeTable } from './cost-tables.ts';
import { directoryTable } from './directory-table.ts';
import {
  baselineTable,
  computedBecause,
  effectTable,
  ratioTable,
  stepsTable,
  tailTable,
} from './effect-tables.ts';
import { orgSections } from './org-tables.ts';
import { figuresTable, loadTable } from './plain-tables.ts';
import { INVOCATION, PRICES_AS_OF, SCENARIO } from './prices.ts';
import { type Figures, summarise } from './summary.ts';
import { toldCount, toldTime } from './told-figures.ts';

/** The plots beside the page, by their file names. */
export const PLOTS = {
  effect: 'lab-effect.svg',
  bill: 'lab-bill.svg',
  loadTests: 'lab-load.svg',
} as const;

/** All of the results as a page of Markdown. */
export function labPage(results: LabResults): string {
  const summary = summarise(results);
  return `${sections(results, summary)
    .filter((section) => section !== null)
    .join('\n\n')}\n`;
}

function sections(results: LabResults, summary: Figures): readonly (string | null)[] {
  const { checks, loadTests, slope, figures, skipped, costs, orgs, directory } = results;
  return [
    '# The comparison lab',
    intro(results),
    '## From an edit to its effect',
    'In time after the commit of the edit: p50 · p95. A grant counts until the first read that the new role allows; a revoke until the last read that should have been refused was still answered, by a client that cooperates and by one that keeps what it has. What stands with * is computed, not waited for. Waits of clients that ask in turns are drawn at random rather than waited.',
    `![Time from an edit to its effect, by approach](${PLOTS.effect})`,
    effectTable(results, summary),
    starred(summary),
    '### Against the baseline',
    'The baseline is the same bare steps in the same run: no care, no retry, nothing kept in order.',
    baselineTable(results),
    stepsTable(results),
    '### Against ours',
    'How many times as long as live-claims by trigger each approach takes, by p50; below 1× it is faster. Times under a millisecond count as one.',
    ratioTable(summary),
    '### Tails and certainty',
    'Bootstrap 95 % intervals of p50 and p95, then p99 and the longest: of grants, and of revokes by a client that cooperates.',
    tailTable(results, summary),
    '## What it costs',
    ...(costs.length === 0
      ? ['Not counted in this run.']
      : [
          'Counted at the emulators, with one client connected.',
          '### For one change',
          countsTable(results, 'change'),
          '### For one hour in which nothing changes',
          countsTable(results, 'idleHour'),
          '### For one request that is checked',
          'The check alone, without what was asked for. Caches are counted as if each request came after their lifetime, the dearest case. On the emulators the Admin SDK looks the account up whenever it verifies a token.',
          countsTable(results, 'request'),
          '### In money',
          scenario(),
          `![Cost of a month by the number of users, by approach](${PLOTS.bill})`,
          billTable(results),
        ]),
    '### The prices',
    prices(),
    priceTable(),
    '## Checks of a request',
    checks.length === 0
      ? 'Not measured in this run.'
      : markdownTable(
          [
            ['where', 'check', 'p50', 'p95', 'p99', 'failures'],
            ...checks.map(({ where, check, timing }) => [
              where,
              check,
              ...[timing.p50, timing.p95, timing.p99].map(toldTime),
              String(timing.failures),
            ]),
          ],
          { align: ['l', 'l', 'r', 'r', 'r', 'r'] },
        ),
    '## Load tests',
    ...(loadTests.length === 0
      ? ['Not measured in this run.']
      : [
          loadTests.some(({ curve }) => curve.length > 0)
            ? `![Share of clients with the new token over time](${PLOTS.loadTests})`
            : null,
          loadTable(loadTests),
        ]),
    '## Does a change cost more when there are more accounts?',
    slope.length === 0 ? 'Not measured in this run.' : slopeTable(results),
    '## Organisations',
    ...(orgs === null ? ['Not measured in this run.'] : orgSections(orgs)),
    '## The directory, by the number of people',
    ...(directory.length === 0
      ? ['Not measured in this run.']
      : [
          'Reads, and p50 · p95 from asking for a view until it is shown, by a browser that has read nothing yet, behind the proxy that counts. The emulator has no indexes: it looks at every row for a search and a filter, where production reads the rows that are found. So times grow with the number of people here, and the reads, which do not, are what production goes by.',
          directoryTable(directory),
        ]),
    '## Sizes and starts',
    figures.length === 0 ? 'Not measured in this run.' : figuresTable(figures),
    '## Left out',
    skipped.length === 0
      ? 'Nothing.'
      : skipped.map(({ what, why }) => `- **${what}**: ${why}`).join('\n'),
    '## Whose approaches these are',
    results.strategies
      .map(({ name, answers, source }) => `- ${name} (${answers}): ${source}`)
      .join('\n'),
  ];
}

function intro({ command, quick, parts, machine, versions }: LabResults): string {
  const { cores, memoryGiB } = machine;
  const runs = PART_NAMES.flatMap((name) => {
    const run = parts[name];
    return run === undefined ? [] : [[name, run] as const];
  });
  const busy = runs.flatMap(([name, { loadBefore }]) => (loadBefore > 2 * cores ? [name] : []));
  return [
    `\`${command}\`${quick ? ', a quick run: few repetitions, wide intervals' : ''}. A part may be measured anew by itself, \`npm run bench -- costs\`:`,
    markdownTable(
      [
        ['part', 'begun, UTC', 'load before', 'load after'],
        ...runs.map(([name, { at, loadBefore, loadAfter }]) => [
          name,
          at.slice(0, 16).replace('T', ' '),
          loadBefore.toFixed(1),
          loadAfter.toFixed(1),
        ]),
      ],
      { align: ['l', 'l', 'r', 'r'] },
    ),
    ...(busy.length === 0
      ? []
      : [
          `**Measured beside other work: ${busy.join(', ')}.** More than twice as many processes wanted to run as there are cores when it began. Middles and ratios of rows that took turns can be compared; the tails, p95 and what took longest, are mostly that other work.`,
        ]),
    `A machine of ${cores} cores and ${toldCount(memoryGiB)} GiB; load counts the processes that want to run. Clients, functions and emulators share those cores, and nothing goes over a network: compare the rows with each other, not with production.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    'One monotonic clock; approaches take turns round by round; the first rounds are discarded. Whatever failed or timed out is told as such. Written by `npm run bench` from `lab.json`.',
  ].join('\n\n');
}

function starred(summary: Figures): string | null {
  const reasons = computedBecause(summary);
  return reasons === '' ? null : `\\* Computed:\n\n${reasons}`;
}

function scenario(): string {
  const { changesPerUserPerMonth, hoursConnectedPerUserPerMonth, requestsPerUserPerMonth } =
    SCENARIO;
  return `US dollars a month, when each user's role changes ${changesPerUserPerMonth} times in it, and each is connected for ${hoursConnectedPerUserPerMonth} hours and makes ${requestsPerUserPerMonth.toLocaleString('en')} requests that are checked. What is asked for itself is not in it; where an API checks, the invocation is. Free tiers are not deducted, and data sent is not counted. Redis, where it is used, is a server of its own and not in it.`;
}

function prices(): string {
  const { day, region, caveat } = PRICES_AS_OF;
  const { seconds, vCpus, memoryGiB } = INVOCATION;
  return `As published for ${region}, looked up on ${day}. ${caveat} An invocation is taken to last ${seconds * 1_000} ms on ${vCpus} vCPU and ${memoryGiB * 1_024} MiB, which is the least that is billed where no two share an instance. Firebase Auth without Identity Platform costs nothing; live-claims asks for Identity Platform so that a new account's first token carries its role, and an app that does without that can do without it.`;
}
