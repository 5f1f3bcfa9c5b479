import { createHistogram } from 'node:perf_hooks';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Timing } from './results.ts';

/** Number of bootstrap samples; enough for a stable 95 % interval. */
const RESAMPLES = 2000;

/** Always the same, so that the same samples give the same interval. */
const SEED = 42;

/**
 * Percentiles of a series by an HdrHistogram, which keeps three significant digits, and the bootstrap
 * 95 % intervals of two of them (percentile method, Efron 1979; seeded). With no sample every figure
 * is NaN, which JSON writes as null.
 *
 * @param samplesMs what was measured, in milliseconds; below a microsecond counts as one.
 * @param failures how often it failed or timed out instead.
 */
export function timingOf(samplesMs: readonly number[], failures = 0): Timing {
  const count = samplesMs.length;
  if (count === 0) {
    const none = Number.NaN;
    const interval = [none, none] as const;
    const figures = { p50: none, p95: none, p99: none, max: none };
    return { count, failures, ...figures, p50Interval: interval, p95Interval: interval };
  }
  const histogram = createHistogram();
  for (const ms of samplesMs) histogram.record(Math.max(1, Math.round(ms * 1000)));
  const at = (percentile: number) => histogram.percentile(percentile) / 1000;
  const [p50Interval, p95Interval] = bootstrapIntervals(samplesMs, [50, 95]);
  return {
    count,
    failures,
    p50: at(50),
    p95: at(95),
    p99: at(99),
    max: histogram.max / 1000,
    p50Interval: p50Interval as Interval,
    p95Interval: p95Interval as Interval,
  };
}

type Interval = readonly [low: number, high: number];

/** Within which 95 % of the resamples' percentiles lie, for each of the percentiles. */
function bootstrapIntervals(
  samples: readonly number[],
  percentiles: readonly number[],
): readonly Interval[] {
  const random = xoroshiro128plus(SEED);
  const found = percentiles.map(() => new Float64Array(RESAMPLES));
  const drawn = new Float64Array(samples.length);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let i = 0; i < drawn.length; i++) {
      drawn[i] = samples[uniformInt(random, 0, samples.length - 1)] as number;
    }
    drawn.sort();
    for (const [i, percentile] of percentiles.entries()) {
      (found[i] as Float64Array)[resample] = nearestRank(drawn, percentile);
    }
  }
  return found.map((values) => {
    values.sort();
    return [nearestRank(values, 2.5), nearestRank(values, 97.5)];
  });
}

/** The smallest value that so many per cent of the sorted values do not exceed. */
function nearestRank(sorted: Float64Array, percentile: number): number {
  const rank = Math.ceil((percentile / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] as number;
}
