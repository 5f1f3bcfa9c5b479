import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { MAX_PER_SECOND } from 'live-claims/core';
import { createProgress } from '../../packages/live-claims/src/cli/progress.ts';
import { startBulkSetRoles } from '../../packages/live-claims/src/functions/jobs/start-bulk-set-roles.ts';
import { startResync } from '../../packages/live-claims/src/functions/jobs/start-job.ts';
import { reconcile } from '../../packages/live-claims/src/functions/sweep/reconcile.ts';
import { buildFunctions } from '../../tools/build.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { StackError } from '../../tools/emulators/stack-error.ts';
import { parseOptions } from '../../tools/parse-options.ts';
import { setBackgroundTriggers } from '../background-triggers.ts';
import { type Lab, openLab } from './lab.ts';
import { ageClaims, countCurrent, createPeople, OWNER } from './people.ts';
import { type MeasureOptions, measure, type OnProgress, type Phase, untilOver } from './phase.ts';
import { tables } from './table.ts';
import { unmetPromises } from './unmet-promises.ts';

const HELP = `
Runs resync, reconciliation and a bulk role change over many accounts, on a stack of its own and
through its queue, and counts at the emulators what that takes.

  npm run bench -- bulk                      10,000 accounts
  npm run bench -- bulk --accounts 500       so many
  npm run bench -- bulk --per-second 10      at the rate that a real project allows; as fast as
                                             the emulators go unless given
  npm run bench -- bulk --roles 1000         how many get another role in the bulk change
                                             (each also starts the trigger); a tenth unless given

Writes lab/results/bulk.json and bulk.md. Exits 1 when a promise is not kept.
`;

/** `npm run bench -- bulk`. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseOptions('npm run bench -- bulk --help', {
    args: [...args],
    options: {
      accounts: { type: 'string', default: '10000' },
      'per-second': { type: 'string', default: String(MAX_PER_SECOND) },
      roles: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const accounts = count('--accounts', values.accounts, 2, 1_000_000);
  const perSecond = count('--per-second', values['per-second'], 1, MAX_PER_SECOND);
  const roles = values.roles
    ? count('--roles', values.roles, 1, accounts - 1)
    : Math.ceil((accounts - 1) / 10);

  const progress = createProgress();
  await progress.step('Building the functions', buildFunctions);
  const lab = await progress.step('Starting the emulators', openLab);
  try {
    const phases = await run(lab, { accounts, perSecond, roles }, progress.step);
    const unmet = unmetPromises(phases, { accounts, roles });
    report({ accounts, perSecond, roles, phases, unmet });
    return unmet.length === 0 ? 0 : 1;
  } finally {
    await lab.close();
  }
}

interface Size {
  readonly accounts: number;
  readonly perSecond: number;
  readonly roles: number;
}

async function run(
  lab: Lab,
  { accounts, perSecond, roles }: Size,
  step: ReturnType<typeof createProgress>['step'],
): Promise<readonly Phase[]> {
  const phases: Phase[] = [];
  const phase = async (
    title: string,
    work: Parameters<typeof measure>[2],
    options: Omit<MeasureOptions, 'say'> = {},
  ) => {
    phases.push(await step(title, (say) => measure(lab, title, work, { say, ...options })));
  };
  const resync = async (onProgress: OnProgress) => {
    const jobId = await startResync(lab.aside, { startedBy: null, perSecond });
    return untilOver(lab, jobId, onProgress);
  };

  await step(`Creating ${accounts} accounts and documents`, async () => {
    await setBackgroundTriggers(lab.hub, false);
    await createPeople(lab.aside, accounts);
  });
  await phase('resync: nobody has claims or a marker', resync);
  await phase('resync again: nothing to do', resync);
  const reconcileHere = async (onProgress: OnProgress) => {
    const done = await reconcile(lab.counted, {
      dryRun: false,
      perSecond,
      onProgress: ({ seen, total, changed }) => onProgress(seen, total, changed),
    });
    return { ...done, status: done.finished ? 'done' : 'stopped' };
  };
  await phase('reconcile in this process: nothing to do', reconcileHere, { inThisProcess: true });
  await step('Giving all claims an older shape', () => ageClaims(lab.aside));
  await phase('resync: all claims have an older shape', resync);
  await phase('resync again: nothing to do', resync);
  const current = await countCurrent(lab.aside);
  if (current !== accounts) throw new Error(`Only ${current} accounts carry the present shape.`);

  await step('Switching the triggers on', () => setBackgroundTriggers(lab.hub, true));
  await phase('bulk-set-roles, triggers on', async (onProgress) => {
    const changes = Array.from({ length: roles }, (_, index) => ({
      uid: `person-${index}`,
      role: 'editor',
    }));
    const options = { startedBy: OWNER, perSecond, now: Date.now() };
    const { jobId } = await startBulkSetRoles(lab.aside, { changes }, options);
    return untilOver(lab, jobId, onProgress);
  });
  return phases;
}

function report(result: Size & { phases: readonly Phase[]; unmet: readonly string[] }): void {
  const { accounts, perSecond, phases, unmet } = result;
  const machine = `${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0]?.toFixed(1)}`;
  const text = [
    `${accounts} accounts on the emulators, at most ${perSecond} changes a second. Functions, emulators and`,
    `the counting proxy share ${machine}. Reads, writes and calls are those of the functions (of this`,
    'process where it says so), counted on their way to the emulators; a job writes its own progress',
    'about every five seconds, which is among the writes.',
    '',
    tables(phases),
    '',
    ...(unmet.length === 0
      ? ['Every promise was kept.']
      : ['Not kept:', ...unmet.map((s) => `- ${s}`)]),
    '',
  ].join('\n');
  const folder = path.join(ROOT, 'lab/results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'bulk.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(path.join(folder, 'bulk.md'), text);
  console.log(`\n${text}`);
}

/** @throws {StackError} `unknown-option` when it is not a whole number in the range. */
function count(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw new StackError(
    'unknown-option',
    `${option} must be a whole number from ${least} to ${most}.`,
    { next: 'See `npm run bench -- bulk --help`.' },
  );
}
