import { setTimeout as sleep } from 'node:timers/promises';
import { buildLabFunctions } from '../backend/build-lab-functions.ts';
import type { CostResult, Counts, LabResults, Skipped } from '../results.ts';
import type { Contender, LabRole, Strategy } from '../strategies/strategy.ts';
import { type Counted, type CountedStack, openCountedStack } from './counted-stack.ts';
import { countsPer, NO_COUNTS } from './counts-per.ts';

export interface CountOptions {
  /** How many changes, and how many requests, to divide by. */
  readonly times: number;
  /** Which of the strategies to look at, by their ids. */
  readonly choose: (ids: readonly string[]) => readonly string[];
  readonly onProgress: (done: number, total: number) => void;
}

/** Our client puts off the refreshes of a burst; times in Auth are whole seconds. */
const BETWEEN_CHANGES_MS = 2_100;

/** How long one strategy may take. */
const PATIENCE_MS = 120_000;

/** Until nothing of a closed client is under way any more. */
const SETTLE_MS = 1_000;

/** How long to watch a client that is said to do nothing by itself. */
const WATCHED_MS = 3_000;

const HOUR_MS = 3_600_000;

/**
 * Counts, at the emulators, what each strategy takes for a change, for an hour in which nothing
 * happens, and for a request. Starts a stack of its own and points this process's environment at it.
 */
export async function countCosts({
  times,
  choose,
  onProgress,
}: CountOptions): Promise<Pick<LabResults, 'costs' | 'skipped'>> {
  const stack = await openCountedStack(await buildLabFunctions());
  const costs: CostResult[] = [];
  const skipped: Skipped[] = [];
  try {
    Object.assign(process.env, stack.env);
    // They read the environment when they are first loaded.
    const { STRATEGIES } = await import('../strategies/index.ts');
    const { Unavailable } = await import('../strategies/strategy.ts');
    const { closeAdmin } = await import('../strategies/call-as-admin.ts');
    const { putLabRules } = await import('../backend/put-lab-rules.ts');
    const { seedThings } = await import('../effect/seed-things.ts');
    const { db } = await import('../../test/support/admin.ts');
    await putLabRules({ ...process.env, FIRESTORE_EMULATOR_HOST: stack.firestoreRest });
    await seedThings(db);
    const chosen = choose(STRATEGIES.map(({ id }) => id));
    const strategies = STRATEGIES.filter(({ id }) => chosen.includes(id));
    for (const [index, strategy] of strategies.entries()) {
      try {
        costs.push(await inTime(costOf(stack, strategy, times)));
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        skipped.push({ what: `${strategy.name}: its costs`, why: error.message });
      }
      await sleep(SETTLE_MS);
      onProgress(index + 1, strategies.length);
    }
    await closeAdmin();
  } finally {
    await stack.close();
  }
  return { costs, skipped };
}

async function costOf(stack: CountedStack, strategy: Strategy, times: number): Promise<CostResult> {
  const contender = await strategy.open();
  try {
    // The first of everything opens connections and starts workers.
    await change(contender, 'editor');
    await contender.read();
    await stack.untilQuiet();
    const turn = await turnOf(stack, contender);
    const requests = await stack.count(times, () => repeat(times, () => contender.read()));
    const flips = await stack.count(times, () =>
      repeat(times, (index) => change(contender, index % 2 === 0 ? 'viewer' : 'editor')),
    );
    const changed = countsPer([flips], times);
    return {
      strategy: strategy.id,
      // A polling client learns of a change by a poll that was due anyway.
      change: turn === null ? changed : minus(changed, turn.counts),
      idleHour: turn === null ? NO_COUNTS : scaled(turn.counts, HOUR_MS / turn.everyMs),
      request: countsPer([checkAlone(requests)], times),
    };
  } finally {
    await contender.close();
  }
}

/** @throws when it takes too long: an event was lost, without an error. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  work.catch(() => {});
  const deadline = sleep(PATIENCE_MS, null, { signal: over.signal }).then(() => {
    throw new Error(`It took longer than ${PATIENCE_MS / 1000} s.`);
  });
  deadline.catch(() => {});
  try {
    return await Promise.race([work, deadline]);
  } finally {
    over.abort();
  }
}

/** One change, until the client has learned of it. */
async function change(contender: Contender, role: LabRole): Promise<void> {
  await sleep(BETWEEN_CHANGES_MS);
  const learned = contender.untilLearned(role);
  learned.catch(() => {});
  await contender.change(role);
  await learned;
}

/** What the client does again and again; null for nothing, which is looked at too. */
async function turnOf(stack: CountedStack, { idle }: Contender) {
  if (idle === undefined) {
    const counts = countsPer([await stack.count(1, () => sleep(WATCHED_MS))], 1);
    if (Object.values(counts).every((count) => count === 0)) return null;
    return { everyMs: WATCHED_MS, counts };
  }
  return { everyMs: idle.everyMs, counts: countsPer([await stack.count(1, () => idle.once())], 1) };
}

/**
 * Without the list that was asked for, which is the same for all: the client's reads, or the one query
 * by which the API reads its single document.
 */
function checkAlone(counted: Counted): Counted {
  const { functions, clients } = counted;
  const looked = functions.documents.read - (functions.rpcs.RunQuery ?? 0);
  return {
    ...counted,
    functions: { ...functions, documents: { ...functions.documents, read: looked } },
    clients: { ...clients, documents: { ...clients.documents, read: 0 } },
  };
}

async function repeat(times: number, once: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index++) await once(index);
}

function scaled(counts: Counts, by: number): Counts {
  return mapped(counts, (name) => counts[name] * by);
}

function minus(counts: Counts, others: Counts): Counts {
  return mapped(counts, (name) => Math.max(0, counts[name] - others[name]));
}

function mapped(counts: Counts, value: (name: keyof Counts) => number): Counts {
  const names = Object.keys(counts) as (keyof Counts)[];
  // Two digits are more than a handful of repetitions tells.
  const entries = names.map((name) => [name, Math.round(value(name) * 100) / 100]);
  return Object.fromEntries(entries) as unknown as Counts;
}
