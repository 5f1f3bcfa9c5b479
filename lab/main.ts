import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import { buildFunctions } from '../tools/build.ts';
import { ROOT } from '../tools/emulators/root.ts';
import { StackError } from '../tools/emulators/stack-error.ts';
import { parseOptions } from '../tools/parse-options.ts';
import { measureCosts } from './costs/measure-costs.ts';
import { type DirectoryInput, measureDirectory } from './directory/measure-directory.ts';
import type { EffectInput, EffectOutput } from './effect/effect-process.ts';
import { measureLoad, measureOneByOne } from './load/measure-load.ts';
import { measureOrgs, type OrgSize } from './orgs/measure-orgs.ts';
import { inOwnProcess } from './own-process.ts';
import { type PartResults, withPart } from './parts.ts';
import { writeReport } from './report/write-report.ts';
import { type LabResults, PART_NAMES, type PartName, type Skipped } from './results.ts';
import { measureColdImport } from './start-up/cold-import.ts';
import { STATE_FOLDER } from './state-folder.ts';
import { timingOf } from './timing.ts';
import { versionsInUse } from './versions-in-use.ts';

const HELP = `
The comparison lab: measures each answer to "a role changed, the token did not", ours included, side
by side on the emulators, and writes the results to lab/results.

  npm run bench                     everything, in half an hour
  npm run bench -- --quick          fewer rounds and clients, in ten minutes, to lab/.live-claims/quick
  npm run bench -- orgs             one part anew, or several: effect, costs, load, size, start-up, orgs, directory
  npm run bench -- --report         writes pages and plots again, from lab/results/lab.json
`;

/** How much of everything. */
interface Size {
  readonly effect: EffectInput;
  /** Changes and requests to count, for each strategy. */
  readonly times: number;
  readonly clients: number;
  /** Cold imports. */
  readonly starts: number;
  readonly orgs: OrgSize;
  readonly directory: DirectoryInput;
  readonly folder: string;
}

const FULL: Size = {
  effect: { rounds: 30, warmUp: 3, checks: 400 },
  times: 4,
  clients: 1_000,
  starts: 10,
  orgs: {
    rounds: 30,
    warmUp: 3,
    members: 1_000,
    sizes: [100, 1_000, 10_000],
    apartMs: 2_100,
    orgs: 200,
  },
  directory: { sizes: [100, 10_000, 100_000], rounds: 10, enoughMs: 15_000 },
  folder: path.join(import.meta.dirname, 'results'),
};

const QUICK: Size = {
  effect: { rounds: 6, warmUp: 2, checks: 100 },
  times: 2,
  clients: 100,
  starts: 5,
  orgs: { rounds: 6, warmUp: 2, members: 100, sizes: [100, 1_000], apartMs: 2_100, orgs: 60 },
  directory: { sizes: [100, 1_000], rounds: 3, enoughMs: 10_000 },
  folder: path.join(STATE_FOLDER, 'quick'),
};

/** Far more than it takes on two cores. */
const WITHIN_MS = 3_600_000;

/** A part of a run: its title while it goes on, and the work. */
interface Part {
  readonly title: string;
  run(size: Size, onProgress: (detail: string) => void): Promise<PartResults>;
}

const PARTS: Readonly<Record<PartName, Part>> = {
  effect: {
    title: 'Time to effect, and the baseline',
    run: ({ effect }, onProgress) =>
      inOwnProcess<EffectInput, EffectOutput>(
        new URL('./effect/effect-process.ts', import.meta.url),
        effect,
        { onProgress, withinMs: WITHIN_MS },
      ),
  },
  costs: {
    title: 'Costs, counted',
    run: ({ times }, onProgress) => measureCosts({ times, onProgress }),
  },
  load: {
    title: 'Load tests',
    run: ({ clients }, onProgress) => measureLoad({ clients, onProgress }),
  },
  size: {
    title: 'The size of the project',
    run: (size, onProgress) => measureOneByOne({ quick: size === QUICK, onProgress }),
  },
  'start-up': {
    title: 'Cold import of the functions',
    run: async ({ starts }, onProgress) => ({
      figures: await measureColdImport(starts, (done) => onProgress(`${done} of ${starts}`)),
    }),
  },
  orgs: {
    title: 'Organisations',
    run: async ({ orgs }, onProgress) => ({ orgs: await measureOrgs(orgs, onProgress) }),
  },
  directory: {
    title: 'The directory',
    run: async ({ directory }, onProgress) => ({
      directory: await measureDirectory(directory, onProgress),
    }),
  },
};

/** `npm run bench`. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions('npm run bench -- --help', {
    args: [...args],
    allowPositionals: true,
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
  const before = async ({ folder }: Size) =>
    JSON.parse(await readFile(path.join(folder, 'lab.json'), 'utf8')) as LabResults;
  if (values.report) {
    await writeReport(await before(FULL), FULL.folder);
    return 0;
  }
  const { quick } = values;
  const size = quick ? QUICK : FULL;
  const only = partsOf(positionals);
  const results = await measure(size, quick, only, only.length > 0 ? await before(size) : null);
  // What took so long to find out is not lost when the report cannot be written.
  await mkdir(STATE_FOLDER, { recursive: true });
  await writeFile(path.join(STATE_FOLDER, 'lab.json'), JSON.stringify(results));
  await report(results, size.folder, quick);
  console.log(`\nWritten to ${path.relative(ROOT, size.folder)}: lab.md, lab.json, three plots.`);
  return exitCodeOf(results);
}

/** @throws {StackError} `unknown-option` for what is no part. */
function partsOf(names: readonly string[]): readonly PartName[] {
  const isPart = (name: string): name is PartName => PART_NAMES.some((part) => part === name);
  return names.map((name) => {
    if (isPart(name)) return name;
    throw new StackError('unknown-option', `The lab has no part "${name}".`, {
      next: `It has ${PART_NAMES.join(', ')}.`,
    });
  });
}

/** Tells what was left out. @returns 1 when it was left out by a fault, such as a part that failed; else 0. */
export function exitCodeOf({ skipped }: Pick<LabResults, 'skipped'>): 0 | 1 {
  for (const { what, why, isFault = false } of skipped) {
    if (isFault) console.error(`Failed: ${what}. ${why}`);
    else console.log(`Left out: ${what}. ${why}`);
  }
  return skipped.some(({ isFault }) => isFault) ? 1 : 0;
}

/**
 * Measures all parts, or some anew in the results of before.
 *
 * @throws when the first part of a whole run fails: with nothing to compare there is no page.
 */
async function measure(
  size: Size,
  quick: boolean,
  only: readonly PartName[],
  before: LabResults | null,
): Promise<LabResults> {
  const { step } = createProgress();
  await step('Building the functions', buildFunctions);
  let results = before ?? nothingYet(quick);
  for (const name of before === null ? PART_NAMES : only) {
    const { title, run } = PARTS[name];
    const part = { at: new Date().toISOString(), loadBefore: loadAverage() };
    let found: PartResults;
    try {
      found = await step(title, (onProgress) => run(size, onProgress));
    } catch (error) {
      if (name === 'effect') throw error;
      // A part that fails does not stop the others; the run ends with exit code 1.
      const failed: Skipped = { what: title, why: (error as Error).message, isFault: true };
      found = { skipped: [failed] };
    }
    results = withPart(results, name, found, { ...part, loadAfter: loadAverage() });
  }
  return { ...results, versions: versionsInUse() };
}

function nothingYet(quick: boolean): LabResults {
  const none = timingOf([]);
  return {
    command: `npm run bench${quick ? ' -- --quick' : ''}`,
    quick,
    parts: {},
    machine: { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
    versions: {},
    strategies: [],
    baseline: { steps: {}, trigger: none, callable: none },
    effect: [],
    checks: [],
    costs: [],
    loadTests: [],
    slope: [],
    orgs: null,
    directory: [],
    figures: [],
    skipped: [],
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
