import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../tools/emulators/root.ts';
import type { Run } from './run-cases.ts';

/** A Markdown table: a row a case, in the order of `names`, and one for all of them. */
export function report(names: readonly string[], runs: readonly Run[]): string {
  const rows = names.map((name) =>
    row(
      name,
      runs.filter((run) => run.name === name),
    ),
  );
  return [
    '| what goes wrong | recovered / total | p50 ms | p95 ms |',
    '|---|---|---|---|',
    ...rows,
    row('**all**', runs),
  ].join('\n');
}

function row(name: string, runs: readonly Run[]): string {
  const times = runs.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
  const at = (share: number) => percentile(times, share)?.toFixed(0) ?? '–';
  return `| ${name} | ${times.length} / ${runs.length} | ${at(0.5)} | ${at(0.95)} |`;
}

/** By nearest rank: a time that was really measured. Undefined where there is none. */
function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** The committed page: the table, and what one has to know to read it. */
export function resultsPage(options: {
  readonly names: readonly string[];
  readonly runs: readonly Run[];
  readonly times: number;
  readonly lanes: number;
  readonly seconds: number;
}): string {
  const { names, runs, times, lanes, seconds } = options;
  const failed = runs.filter(({ problem }) => problem !== null);
  return `# What the chaos run found

\`npm run test:chaos -- --times ${times} --lanes ${lanes}\`: ${runs.length} runs in ${(seconds / 60).toFixed(0)} minutes, on ${cpus().length} cores that emulators,
functions, clients and the lab share. ${versions().join(', ')}.

Each run is a fresh person with an open client, whose access is edited while one thing goes wrong.
**Recovered** means: the client shows what the document says; claims, marker and account agree with
it; claims of other code on the account are still there; the marker's version never went
back; the audit log has the change once and no gap; and the fault did occur.

The time is what the client needed, from the acknowledged write on (\`callable\`: from the call on).
Most of it is waiting and starting processes, which are shortened where production is slower:

| | production | here |
|---|---|---|
| pause before an event is delivered again | 10 s to 600 s | 0.25 s, doubling up to 2 s |
| time limit of a function that gets no answer | 60 s | 3 s |
| locks of a transaction that died in a query for owners | 60 s | 1 s |
| locks of another transaction that died | 60 s | 60 s, the emulator's own |
| start of a new process | a cold start | the same, on busy cores |

${report(names, runs)}
${failed.map(({ name, problem }) => `\n- not recovered: ${name}: ${problem}`).join('')}`;
}

function versions(): readonly string[] {
  const { devDependencies } = manifest('package.json');
  const { dependencies } = manifest('functions/package.json');
  const installed = Object.entries({ ...devDependencies, ...dependencies })
    .filter(([name]) => /^firebase(-tools|-functions|-admin)?$/.test(name))
    .map(([name, version]) => `${name} ${version}`);
  return [`Node ${process.versions.node}`, ...installed];
}

/** Versions are pinned, so these are the installed ones. */
function manifest(file: string): Record<string, Record<string, string>> {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
}
