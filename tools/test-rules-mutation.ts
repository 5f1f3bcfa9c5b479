import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import type { Outcome } from '../test/rules/mutation/hunt.ts';
import { ROOT } from './emulators/root.ts';
import { runLogFile } from './emulators/run-log.ts';
import { startStack } from './emulators/stack.ts';
import { StackError } from './emulators/stack-error.ts';
import { interrupted } from './emulators/until-ready.ts';
import { parseOptions } from './parse-options.ts';
import { untilStopped } from './until-stopped.ts';

const HELP = `
Breaks firestore.rules in every place, one at a time, and looks whether the expectations of
docs/rules-matrix.md and test/rules/cases notice, on the Firestore emulator.

  npm run test:rules:mutation                     all of it, into test/rules/mutation.md
  npm run test:rules:mutation -- --only canNow    only mutants with this in their name
  npm run test:rules:mutation -- --orgs           what an app with organisations has in its block

Options
  --orgs             mutants of what only apps with organisations and claims of their own have in their
                     rules; writes no file
  --only <text>      only the mutants with this text in their name; writes no file. May be said more
                     than once
  --lanes <number>   projects side by side; 2 unless given
  -h, --help         show this
`;

/** `npm run test:rules:mutation`: comes back with 1 when a mutant survived for no known reason. */
export async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  return untilStopped((signal) => run(options, signal));
}

async function run({ only, orgs, lanes }: Options, signal: AbortSignal): Promise<boolean> {
  // Loaded now, because the parser alone takes a second that --help does not need.
  const { mutateRules } = await import('../test/rules/mutation/mutate-rules.ts');
  const { hunt } = await import('../test/rules/mutation/hunt.ts');
  const { mutationSuite } = await import('../test/rules/mutation/suite.ts');
  const { EQUIVALENT } = await import('../test/rules/mutation/equivalent.ts');
  const { judge, resultsPage, summary } = await import('../test/rules/mutation/report.ts');

  const { isOfOrgs, ORG_EQUIVALENT, orgSuite } = await import('../test/rules/orgs/mutation.ts');
  const { orgRulesText } = await import('../test/rules/orgs/org-app.ts');

  const rules = orgs ? orgRulesText() : readFileSync(path.join(ROOT, 'firestore.rules'), 'utf8');
  const mutants = mutateRules(rules).filter(
    (mutant) =>
      (!orgs || isOfOrgs(mutant)) &&
      (only.length === 0 || only.some((text) => mutant.name.includes(text))),
  );
  if (mutants.length === 0) throw noSuchMutant(only);
  const begun = performance.now();
  const progress = createProgress();
  const stack = await progress.step('Starting the Firestore emulator', () =>
    startStack({
      ports: 'free',
      only: ['firestore'],
      logFile: runLogFile('test-rules-mutation'),
      signal,
    }),
  );
  try {
    const outcomes = await progress.step(`Hunting ${mutants.length} mutants`, (say) => {
      let ended = 0;
      let survived = 0;
      const onOutcome = ({ killer }: Outcome) => {
        ended += 1;
        if (killer === null) survived += 1;
        if (process.stdout.isTTY || ended % 50 === 0) {
          say(`${ended} of ${mutants.length}, ${survived} survived`);
        }
      };
      return Promise.race([
        hunt({
          address: stack.env.FIRESTORE_EMULATOR_HOST,
          rules,
          mutants,
          stages: orgs ? orgSuite() : mutationSuite(),
          lanes,
          onOutcome,
        }),
        stack.exited.then((error) => Promise.reject(error)),
        once(signal, 'abort').then(() => Promise.reject(interrupted())),
      ]);
    });
    const verdict = judge(outcomes, only.length === 0, orgs ? ORG_EQUIVALENT : EQUIVALENT);
    console.log(`\n${summary(verdict)}\n`);
    if (only.length === 0 && !orgs) {
      const page = resultsPage(verdict, (performance.now() - begun) / 1000);
      writeFileSync(path.join(ROOT, 'test/rules/mutation.md'), page);
    }
    return verdict.unexplained.length === 0 && verdict.outdated.length === 0;
  } finally {
    await stack.stop();
  }
}

interface Options {
  readonly help: boolean;
  readonly only: readonly string[];
  readonly orgs: boolean;
  readonly lanes: number;
}

function parse(args: readonly string[]): Options {
  const { values } = parseOptions('npm run test:rules:mutation -- --help', {
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      orgs: { type: 'boolean', default: false },
      lanes: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const lanes = Number(values.lanes);
  if (!Number.isSafeInteger(lanes) || lanes < 1) {
    throw new StackError(
      'unknown-option',
      `--lanes takes a whole number above 0, not "${values.lanes}".`,
      { next: 'See `npm run test:rules:mutation -- --help`.' },
    );
  }
  return { help: values.help, only: values.only, orgs: values.orgs, lanes };
}

function noSuchMutant(only: readonly string[]): StackError {
  return new StackError('unknown-option', `No mutant has "${only.join('" or "')}" in its name.`, {
    next: 'A name is: function or path, what is done, what stood there → what stands there now.',
  });
}
