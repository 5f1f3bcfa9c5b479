import type { TopLevelSpec } from 'vega-lite';
import { type Colour, colour } from './render-svg.ts';
import type { Approach, EffectWindow, Figures } from './summary.ts';

const SERIES = [
  ['grant', 'granted: first read that the new role allows', 'circle'],
  ['revoke', 'taken away: last stale read, client cooperates', 'square'],
  ['refusing', 'taken away: last stale read, client refuses to refresh', 'triangle-up'],
] as const satisfies readonly (readonly [keyof Approach & Colour, string, string])[];

const COMPUTED = 'computed, not measured';

/** The least that a logarithmic axis shows, in milliseconds. */
const LEAST_MS = 1;

/** From an edit to its effect: p50 to p95 of each approach, on a logarithmic axis. */
export function effectPlot({ rows }: Figures): TopLevelSpec {
  const values = rows.flatMap((row) =>
    SERIES.flatMap(([key, series]) => {
      const window = row[key];
      return window === null ? [] : [{ name: row.name, series, ...drawn(window) }];
    }),
  );
  const series = {
    field: 'series',
    type: 'nominal',
    scale: {
      domain: SERIES.map(([, name]) => name),
      range: SERIES.map(([key]) => colour(key)),
    },
  } as const;
  return {
    title: {
      text: 'How soon a change of role takes effect',
      subtitle:
        'Fastest grant first. Hollow marks are bounds that follow from a setting; 1 ms stands for 1 ms or less.',
    },
    width: 620,
    height: { step: 11 },
    data: { values },
    encoding: {
      y: {
        field: 'name',
        type: 'nominal',
        sort: rows.map(({ name }) => name),
        title: null,
        axis: { labelLimit: 0, labelColor: colour('ink'), grid: false },
      },
      yOffset: { field: 'series', sort: SERIES.map(([, series]) => series) },
      x: {
        field: 'p50',
        type: 'quantitative',
        scale: { type: 'log', domain: [LEAST_MS, 5_400_000] },
        title:
          'time after the commit of the edit, on a logarithmic axis; the line goes from p50 to p95',
        axis: {
          values: [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000],
          labelExpr:
            "datum.value < 1000 ? datum.value + ' ms' : datum.value < 60000 ? datum.value / 1000 + ' s' : datum.value < 3600000 ? datum.value / 60000 + ' min' : '1 h'",
        },
      },
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2, strokeCap: 'round' },
        encoding: { x2: { field: 'p95' }, color: series },
      },
      {
        transform: [{ filter: `datum.how !== '${COMPUTED}'` }],
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { color: series, shape: shapeOf(series.scale.domain) },
      },
      {
        transform: [{ filter: `datum.how === '${COMPUTED}'` }],
        mark: { type: 'point', filled: false, size: 55, strokeWidth: 1.75, opacity: 1 },
        encoding: { color: series, shape: shapeOf(series.scale.domain) },
      },
    ],
    config: { legend: { columns: 1 } },
  };
}

function shapeOf(domain: readonly string[]) {
  const range = SERIES.map(([, , shape]) => shape);
  return { field: 'series', type: 'nominal', scale: { domain: [...domain], range } } as const;
}

function drawn(window: EffectWindow): { p50: number; p95: number; how: string } {
  if ('bound' in window) return { p50: window.bound, p95: window.bound, how: COMPUTED };
  const [p50, p95] = [window.p50, window.p95].map((ms) => Math.max(LEAST_MS, ms));
  return { p50: p50 ?? LEAST_MS, p95: p95 ?? LEAST_MS, how: 'measured' };
}
