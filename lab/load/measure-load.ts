import { inOwnProcess } from '../own-process.ts';
import type { LoadInput, LoadOutput } from './load-process.ts';
import type { SlopeInput, SlopeOutput } from './slope-process.ts';

type OnProgress = (detail: string) => void;

/** Edits of one person in a row. */
const EDITS = 100;

/** Far more than it takes on two cores. */
const LOAD_WITHIN_MS = { least: 600_000, perClient: 1_000 };
const SLOPE_WITHIN_MS = 600_000;

/**
 * All clients at the same time. In a process and on a stack of its own, without a proxy in between. The
 * functions have to be built.
 *
 * @param clients how many are connected at the same time.
 */
export function measureLoad({
  clients,
  onProgress,
}: {
  readonly clients: number;
  readonly onProgress: OnProgress;
}): Promise<LoadOutput> {
  return inOwnProcess<LoadInput, LoadOutput>(
    new URL('./load-process.ts', import.meta.url),
    { clients },
    { onProgress, withinMs: LOAD_WITHIN_MS.least + clients * LOAD_WITHIN_MS.perClient },
  );
}

/**
 * One person after the other, by the number of accounts in the project, and one again and again. In a
 * process and on a stack of its own, behind the proxies that count. The functions have to be built.
 *
 * @param quick leaves out the largest project.
 */
export function measureOneByOne({
  quick,
  onProgress,
}: {
  readonly quick: boolean;
  readonly onProgress: OnProgress;
}): Promise<SlopeOutput> {
  return inOwnProcess<SlopeInput, SlopeOutput>(
    new URL('./slope-process.ts', import.meta.url),
    { sizes: quick ? [100, 1_000] : [100, 1_000, 10_000], edits: EDITS },
    { onProgress, withinMs: SLOPE_WITHIN_MS },
  );
}
