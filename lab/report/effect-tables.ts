import { markdownTable } from 'markdown-table';
import type { Computed, LabResults, Timing } from '../results.ts';
import { type Approach, type EffectWindow, type Figures, isTiming, middle } from './summary.ts';
import { toldRatio, toldTime } from './told-figures.ts';

/** From the commit of an edit to its effect, a row for each approach. */
export function effectTable({ effect }: LabResults, { rows }: Figures): string {
  const of = new Map(effect.map((each) => [each.strategy, each]));
  return markdownTable(
    [
      [
        'approach',
        'claims',
        'marker',
        'new token',
        'first allowed read',
        'last stale read',
        'last stale read, refusing',
        'failures',
      ],
      ...rows.map(({ id, name, failures }) => {
        const measured = of.get(id);
        if (measured === undefined) return [name];
        const { claims, marker, token, firstRead, lastStaleRead, lastStaleReadRefusing } = measured;
        const steps = [claims, marker, token].map((step) =>
          step === null ? '' : middleAndHigh(step),
        );
        const reads = [firstRead, lastStaleRead, lastStaleReadRefusing].map(middleAndHigh);
        return [name, ...steps, ...reads, String(failures)];
      }),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'r', 'r', 'r'] },
  );
}

/** The tails and the certainty of what counts: the first allowed and the last stale read. */
export function tailTable({ effect }: LabResults, { rows }: Figures): string {
  const of = new Map(effect.map((each) => [each.strategy, each]));
  const tail = (timing: Timing) =>
    timing.count === 0
      ? ['–', '–', '–', '–']
      : [
          interval(timing.p50Interval),
          interval(timing.p95Interval),
          toldTime(timing.p99),
          toldTime(timing.max),
        ];
  return markdownTable(
    [
      [
        'approach',
        'grants',
        'p50, 95 % sure',
        'p95, 95 % sure',
        'p99',
        'max',
        'revokes',
        'p50, 95 % sure',
        'p95, 95 % sure',
        'p99',
        'max',
      ],
      ...rows.flatMap(({ id, name }) => {
        const measured = of.get(id);
        if (measured === undefined) return [];
        const { firstRead, lastStaleRead } = measured;
        return [
          [
            name,
            String(firstRead.count),
            ...tail(firstRead),
            String(lastStaleRead.count),
            ...tail(lastStaleRead),
          ],
        ];
      }),
    ],
    { align: ['l', ...Array<'r'>(10).fill('r')] },
  );
}

/** How ours stands to the bare steps: p50 and p95 of the first allowed read. */
export function baselineTable({ effect, baseline }: LabResults): string {
  const rows = [
    ['by trigger', 'ours-trigger', baseline.trigger],
    ['by callable', 'ours-callable', baseline.callable],
  ] as const;
  return markdownTable(
    [
      [
        '',
        'the bare steps, p50',
        'ours, p50',
        'ratio (aim 1.2×)',
        'the bare steps, p95',
        'ours, p95',
        'ratio (aim 1.5×)',
      ],
      ...rows.map(([way, id, bare]) => {
        const ours = effect.find(({ strategy }) => strategy === id)?.firstRead;
        if (ours === undefined || ours.count === 0)
          return [way, toldTime(bare.p50), 'not measured'];
        return [
          way,
          ...[toldTime(bare.p50), toldTime(ours.p50), toldRatio(ours.p50 / bare.p50)],
          ...[toldTime(bare.p95), toldTime(ours.p95), toldRatio(ours.p95 / bare.p95)],
        ];
      }),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'r', 'r'] },
  );
}

/** The bare steps one by one. */
export function stepsTable({ baseline }: LabResults): string {
  return markdownTable(
    [
      ['step', 'p50', 'p95', 'max'],
      ...Object.entries(baseline.steps).map(([step, { p50, p95, max }]) => [
        step,
        ...[p50, p95, max].map(toldTime),
      ]),
    ],
    { align: ['l', 'r', 'r', 'r'] },
  );
}

/** How many times as long as ours each approach takes, by p50. Below 1×: it is faster. */
export function ratioTable({ rows }: Figures): string {
  const ours = rows.find(({ id }) => id === 'ours-trigger');
  if (ours === undefined) return '`ours-trigger` was not measured.';
  const to = (of: (row: Approach) => EffectWindow | null) => (row: Approach) =>
    toldRatio(atLeast(middle(of(row))) / atLeast(middle(of(ours))));
  const grant = to((row) => row.grant);
  const revoke = to((row) => row.revoke);
  const refusing = to((row) => row.refusing);
  return markdownTable(
    [
      ['approach', 'grant', 'revoke', 'revoke, refusing'],
      ...rows.map((row) => [row.name, grant(row), revoke(row), refusing(row)]),
    ],
    { align: ['l', 'r', 'r', 'r'] },
  );
}

/** Nothing is told more exactly than to a millisecond, and nothing is divided by nothing. */
function atLeast(ms: number): number {
  return Math.max(1, ms);
}

/** p50 and p95, or the bound where that is computed. */
export function middleAndHigh(measured: Timing | Computed): string {
  if (!isTiming(measured)) return `≤ ${toldTime(measured.computedMs)} *`;
  if (measured.count === 0) return 'failed';
  return `${toldTime(measured.p50)} · ${toldTime(measured.p95)}`;
}

/** “4.7 ms – 6.3 ms”. */
export function interval([low, high]: readonly [number, number]): string {
  return `${toldTime(low)} – ${toldTime(high)}`;
}

/** Why some bounds are computed: a line for each reason. */
export function computedBecause({ rows }: Figures): string {
  const reasons = new Map<string, string[]>();
  for (const { name, refusing } of rows) {
    if (refusing === null || !('bound' in refusing)) continue;
    reasons.set(refusing.because, [...(reasons.get(refusing.because) ?? []), name]);
  }
  return [...reasons].map(([because, names]) => `- ${because} (${names.join('; ')})`).join('\n');
}
