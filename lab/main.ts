import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import { buildFunctions } from '../tools/build.ts';
import { ROOT } from '../tools/emulators/root.ts';
import { parseOptions } from '../tools/parse-options.ts';
import { measureCosts } from './costs/measure-costs.ts';
import type { EffectInput, EffectOutput } from './effect/effect-process.ts';
import { measureLoad, measureOneByOne } from './load/measure-load.ts';
import { inOwnProcess } from './own-process.ts';
import { writeReport } from './report/write-report.ts';
import type { Figure, LabResults, Skipped } from './results.ts';
import { measureColdImport } from './start-up/cold-import.ts';
import { STATE_FOLDER } from './state-folder.ts';
import { versionsInUse } from './versions-in-use.ts';

const HELP = `
The comparison lab: measures each answer to "a role changed, the token did not", ours included, side
by side on the emulators, and writes the results to lab/results.

  npm run bench                     everything, in twenty minutes
  npm run bench -- --quick          fewer rounds and clients, in a few minutes, to lab/.live-claims/quick
  npm run bench -- --report         writes pages and plots again, from lab/results/lab.json
`;

/** How much of everything. */
interface Size {
  readonly effect: EffectInput;
  /** Changes and requests to count, for each strategy. */
  readonly times: number;
  readonly clients: number;
  readonly folder: string;
}

const FULL: Size = {
  effect: { rounds: 30, warmUp: 3, checks: 400 },
  times: 4,
  clients: 1_000,
  folder: path.join(import.meta.dirname, 'results'),
};

const QUICK: Size = {
  effect: { rounds: 6, warmUp: 2, checks: 100 },
  times: 2,
  clients: 100,
  folder: path.join(STATE_FOLDER, 'quick'),
};

/** Far more than it takes on two cores. */
const WITHIN_MS = 3_600_000;

/** `npm run bench`. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('npm run bench -- --help', {
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.report) {
    const results = await readFile(path.join(FULL.folder, 'lab.json'), 'utf8');
    await writeReport(JSON.parse(results) as LabResults, FULL.folder);
    return 0;
  }
  const { quick } = values;
  const size = quick ? QUICK : FULL;
  const results = await measure(size, quick);
  // What took so long to find out is not lost when the report cannot be written.
  await mkdir(STATE_FOLDER, { recursive: true });
  await writeFile(path.join(STATE_FOLDER, 'lab.json'), JSON.stringify(results));
  await report(results, size.folder, quick);
  console.log(`\nWritten to ${path.relative(ROOT, size.folder)}: lab.md, lab.json, three plots.`);
  return exitCodeOf(results);
}

/** Tells what was left out. @returns 1 when it was left out by a fault, such as a part that failed; else 0. */
export function exitCodeOf({ skipped }: Pick<LabResults, 'skipped'>): 0 | 1 {
  for (const { what, why, isFault = false } of skipped) {
    if (isFault) console.error(`Failed: ${what}. ${why}`);
    else console.log(`Left out: ${what}. ${why}`);
  }
  return skipped.some(({ isFault }) => isFault) ? 1 : 0;
}

async function measure({ effect, times, clients }: Size, quick: boolean): Promise<LabResults> {
  const begun = performance.now();
  const at = new Date().toISOString();
  const loadBefore = loadAverage();
  const { step } = createProgress();
  await step('Building the functions', buildFunctions);

  const failed: Skipped[] = [];
  /** A part that fails does not stop the others; the run ends with exit code 1. */
  const part = async <Result>(
    title: string,
    work: (say: (detail: string) => void) => Promise<Result>,
    instead: Result,
  ): Promise<Result> => {
    try {
      return await step(title, work);
    } catch (error) {
      failed.push({ what: title, why: (error as Error).message, isFault: true });
      return instead;
    }
  };

  const effects = await step('Time to effect, and the baseline', (onProgress) =>
    inOwnProcess<EffectInput, EffectOutput>(
      new URL('./effect/effect-process.ts', import.meta.url),
      effect,
      { onProgress, withinMs: WITHIN_MS },
    ),
  );
  const counted = await part(
    'Costs, counted',
    (onProgress) => measureCosts({ times, onProgress }),
    { costs: [], skipped: [] },
  );
  const load = await part('Load tests', (onProgress) => measureLoad({ clients, onProgress }), {
    loadTests: [],
    figures: [],
  });
  const one = await part(
    'The size of the project',
    (onProgress) => measureOneByOne({ quick, onProgress }),
    { slope: [], figures: [] },
  );
  const startUp = await part<readonly Figure[]>(
    'Cold import of the functions',
    (onProgress) => {
      const times = quick ? 5 : 10;
      return measureColdImport(times, (done) => onProgress(`${done} of ${times}`));
    },
    [],
  );
  return {
    command: `npm run bench${quick ? ' -- --quick' : ''}`,
    at,
    quick,
    minutes: Math.round((performance.now() - begun) / 6_000) / 10,
    machine: {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      loadBefore,
      loadAfter: loadAverage(),
    },
    versions: versionsInUse(),
    strategies: effects.strategies,
    baseline: effects.baseline,
    effect: effects.effect,
    checks: effects.checks,
    costs: counted.costs,
    loadTests: load.loadTests,
    slope: one.slope,
    figures: [...load.figures, ...one.figures, ...startUp],
    skipped: [...effects.skipped, ...counted.skipped, ...failed],
  };
}

/** A quick run leaves alone what people read of the last full one. */
async function report(results: LabResults, folder: string, quick: boolean): Promise<void> {
  if (!quick) return writeReport(results, folder);
  await mkdir(folder, { recursive: true });
  const answers = path.join(folder, 'answers.md');
  await copyFile(path.join(ROOT, 'docs/answers.md'), answers);
  return writeReport(results, folder, answers);
}

/** Processes that wanted to run during the last minute. */
function loadAverage(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}
