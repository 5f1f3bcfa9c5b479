import { availableParallelism } from 'node:os';
import { replayFailure, runModel } from '../test/model/run.ts';
import { StackError } from './emulators/stack-error.ts';
import { parseOptions } from './parse-options.ts';

const HELP = `
  npm run test:model -- [options]

  Runs the real sync and client code under every schedule of a set of scenarios, under random
  schedules, and with seeded bugs that have to be found out. Needs no emulators.

    --long              millions of states, 1,000,000 schedules, and the shortest way to every
                        seeded bug; writes test/model/results.md and bugs.md
    --schedules <n>     how many random schedules (default 20000, with --long 1000000)
    --seed <n>          where the random schedules begin (default 1)
    --path <path>       with --seed: plays one failure again and tells it step by step
`;

/** `npm run test:model`. Comes back with 0 when nothing is wrong. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('npm run test:model -- --help', {
    args: [...args],
    options: {
      long: { type: 'boolean', default: false },
      schedules: { type: 'string' },
      seed: { type: 'string', default: '1' },
      path: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const say = (line: string) => console.log(line);
  const seed = wholeNumber('seed', values.seed);
  if (values.path !== undefined) return Math.min(1, await replayFailure(seed, values.path, say));
  const { long } = values;
  const schedules = wholeNumber('schedules', values.schedules ?? (long ? '1000000' : '20000'));
  say(`On ${availableParallelism()} threads`);
  return Math.min(1, await runModel({ long, schedules, seed, say }));
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && text.trim() !== '') return number;
  throw new StackError('unknown-option', `--${option} takes a whole number, not "${text}".`, {
    next: 'See `npm run test:model -- --help`.',
  });
}
