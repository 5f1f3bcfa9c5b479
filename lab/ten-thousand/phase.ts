import { setTimeout as sleep } from 'node:timers/promises';
import { type DriftCounts, jobPath, parseJob } from 'live-claims/core';
import type { EmulatorCounts } from '../../test/support/emulator-proxy.ts';
import type { Lab } from './lab.ts';
import { liveMemory } from './live-memory.ts';

/** What one run over everybody came to. */
export interface Phase {
  readonly title: string;
  readonly status: string;
  readonly seen: number;
  readonly changed: number;
  readonly setAside: number;
  readonly drift: DriftCounts;
  readonly seconds: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly counts: EmulatorCounts;
  /** What the process that does the work held when it had got that far. */
  readonly memory: readonly MemoryAt[];
}

export interface MemoryAt {
  readonly percent: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
}

export interface MeasureOptions {
  readonly say: (detail: string) => void;
  /** Whether the work is done by this process instead of by the function `runJob`. */
  readonly inThisProcess?: boolean;
}

type Report = Pick<Phase, 'status' | 'seen' | 'changed' | 'setAside' | 'drift'>;
export type OnProgress = (seen: number, total: number, changed: number) => void;

/** Runs something over everybody and counts at the emulators what it took. */
export async function measure(
  lab: Lab,
  title: string,
  run: (onProgress: OnProgress) => Promise<Report>,
  { say, inThisProcess = false }: MeasureOptions,
): Promise<Phase> {
  const before = lab.invocations();
  lab.proxy.reset();
  const memory: MemoryAt[] = [];
  const begun = Date.now();
  let said = -1;
  const report = await run((seen, total, changed) => {
    const percent = total === 0 ? 100 : Math.min(100, Math.floor((seen * 100) / total));
    const rate = Math.round((seen * 1000) / Math.max(1, Date.now() - begun));
    if (percent > said) {
      said = percent;
      say(`${percent} %, ${seen} of ${total} looked at, ${changed} changed, ${rate} a second`);
    }
    const mark = Math.floor(percent / 10) * 10;
    if (mark <= (memory.at(-1)?.percent ?? 0)) return;
    const held = inThisProcess ? liveMemory() : lab.memory().findLast(({ at }) => at >= begun);
    if (held) memory.push({ percent: mark, heapMiB: mib(held.heapUsed), rssMiB: mib(held.rss) });
  });
  const seconds = (Date.now() - begun) / 1000;
  await untilQuiet(lab);
  const counts = lab.proxy.counts();
  const after = [...lab.invocations()].map(([name, n]) => [name, n - (before.get(name) ?? 0)]);
  const { status, seen, changed, setAside, drift } = report;
  return {
    ...{ title, status, seen, changed, setAside, drift, seconds, counts, memory },
    invocations: Object.fromEntries(after.filter(([, n]) => (n as number) > 0)),
  };
}

/** Watches a job until it is over. Asking once in a while keeps the watcher out of the figures. */
export async function untilOver(
  { aside }: Lab,
  jobId: string,
  onProgress: OnProgress,
): Promise<Report> {
  for (;;) {
    const job = parseJob((await aside.db.doc(jobPath(jobId)).get()).data());
    if (job === null) throw new Error(`The job ${jobId} cannot be read.`);
    onProgress(job.seen, job.total, job.changed);
    if (job.status !== 'running') return job;
    await sleep(250);
  }
}

/** Waits for the functions that the run has started by its writes: until none starts for 6 seconds. */
async function untilQuiet(lab: Lab): Promise<void> {
  const total = () => [...lab.invocations().values()].reduce((sum, n) => sum + n, 0);
  for (let quiet = 0, last = total(); quiet < 3; ) {
    await sleep(2000);
    const now = total();
    quiet = now === last ? quiet + 1 : 0;
    last = now;
  }
}

const mib = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10;
