import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { EditTimes, Path } from './edit-to-access.ts';

export interface Sample {
  readonly path: Path;
  readonly times: EditTimes;
}

const STEPS: Readonly<Record<keyof EditTimes, string>> = {
  commit: 'write acknowledged',
  claims: 'claims readable',
  marker: 'marker heard by the client',
  token: 'client holds the new token',
  read: 'first allowed read answered',
};

/** A Markdown table of the samples, in milliseconds: a row a step, p50 and p95 a path. */
export function report(samples: readonly Sample[]): string {
  const cell = (path: Path, step: keyof EditTimes) => {
    const histogram = histogramOf(samples, path, step);
    return histogram.count === 0 ? '– | –' : `${ms(histogram, 50)} | ${ms(histogram, 95)}`;
  };
  const rows = (Object.keys(STEPS) as (keyof EditTimes)[]).map(
    (step) => `| ${STEPS[step]} | ${cell('trigger', step)} | ${cell('callable', step)} |`,
  );
  return [
    '| ms | edit in the console, p50 | p95 | callable, p50 | p95 |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function histogramOf(
  samples: readonly Sample[],
  path: Path,
  step: keyof EditTimes,
): RecordableHistogram {
  const histogram = createHistogram();
  for (const { times } of samples.filter((sample) => sample.path === path)) {
    if (!Number.isNaN(times[step])) histogram.record(Math.max(1, Math.round(times[step] * 1000)));
  }
  return histogram;
}

const ms = (histogram: RecordableHistogram, percentile: number) =>
  (histogram.percentile(percentile) / 1000).toFixed(1);
