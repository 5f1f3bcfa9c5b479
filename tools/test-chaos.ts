import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import { openLab } from '../test/chaos/lab.ts';
import type { Run } from '../test/chaos/run-cases.ts';
import { ROOT } from './emulators/root.ts';
import { StackError } from './emulators/stack-error.ts';
import { interrupted } from './emulators/until-ready.ts';
import { parseOptions } from './parse-options.ts';
import { untilStopped } from './until-stopped.ts';

const HELP = `
Strikes the functions on the real emulators: ends their process at every step, loses, delays, doubles
and swaps their events, and lets Auth and Firestore fail; then looks whether every client and every
account got where the documents say.

  npm run test:chaos                       every case 20 times, into test/chaos/results.md
  npm run test:chaos -- --times 3          fewer
  npm run test:chaos -- --only setClaims   only the cases with this in their name

Options
  --times <number>   how often each case is run; 20 unless given
  --only <text>      only the cases with this text in their name; writes no file
  --lanes <number>   how many go on at the same time; 3 unless given
  --minutes <number> begins no further run after so many minutes; 60 unless given
  -h, --help         show this
`;

/** `npm run test:chaos`: comes back with 0 when every run there was to be has recovered. */
export async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  return untilStopped((signal) => run(options, signal));
}

async function run(
  { times, only, lanes, minutes }: Options,
  signal: AbortSignal,
): Promise<boolean> {
  const progress = createProgress();
  const begun = performance.now();
  const lab = await progress.step('Starting the emulators', () => openLab(signal));
  try {
    // These find the stack in the environment when they are loaded.
    const { CASES } = await import('../test/chaos/cases/catalogue.ts');
    const { runInLab } = await import('../test/chaos/run-cases.ts');
    const { report, resultsPage } = await import('../test/chaos/report.ts');

    const cases = CASES.filter(({ name }) => name.includes(only));
    if (cases.length === 0) throw noSuchCase(only);
    const total = cases.length * times;
    const enough = AbortSignal.timeout(minutes * 60_000);
    const runs = await progress.step(`Running ${cases.length} cases ${times} times`, (say) => {
      const failed: Run[] = [];
      let ended = 0;
      const onRun = (run: Run) => {
        ended += 1;
        if (run.problem !== null) {
          failed.push(run);
          console.error(`\n✗ ${run.name}: ${run.problem}`);
        }
        const tail = failed.length > 0 ? `, ${failed.length} not recovered` : '';
        if (process.stdout.isTTY || ended % 20 === 0) say(`${ended} of ${total}${tail}`);
      };
      return Promise.race([
        runInLab(lab, { cases, times, lanes, onRun, enough }),
        lab.stack.exited.then((error) => Promise.reject(error)),
        once(signal, 'abort').then(() => Promise.reject(interrupted())),
      ]);
    });

    const names = cases.map(({ name }) => name);
    console.log(`\n${report(names, runs)}\n`);
    if (runs.length < total)
      console.error(`✗ ${minutes} minutes were enough for ${runs.length} of ${total} runs.\n`);
    if (only === '') {
      const page = resultsPage({
        names,
        runs,
        times,
        lanes,
        seconds: (performance.now() - begun) / 1000,
      });
      writeFileSync(path.join(ROOT, 'test/chaos/results.md'), page);
    }
    return runs.length === total && runs.every(({ problem }) => problem === null);
  } finally {
    await lab.close();
  }
}

interface Options {
  readonly help: boolean;
  readonly times: number;
  readonly only: string;
  readonly lanes: number;
  readonly minutes: number;
}

function parse(args: readonly string[]): Options {
  const { values } = parseOptions('npm run test:chaos -- --help', {
    args: [...args],
    options: {
      times: { type: 'string', default: '20' },
      only: { type: 'string', default: '' },
      lanes: { type: 'string', default: '3' },
      minutes: { type: 'string', default: '60' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    help: values.help,
    only: values.only,
    times: positive('--times', values.times),
    lanes: positive('--lanes', values.lanes),
    minutes: positive('--minutes', values.minutes),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new StackError('unknown-option', `${name} takes a whole number above 0, not "${text}".`, {
    next: 'See `npm run test:chaos -- --help`.',
  });
}

function noSuchCase(only: string): StackError {
  return new StackError('unknown-option', `No case has "${only}" in its name.`, {
    next: 'See test/chaos/results.md for their names.',
  });
}
