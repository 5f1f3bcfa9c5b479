import type { TopLevelSpec } from 'vega-lite';
import type { LabResults } from '../results.ts';
import { colour } from './render-svg.ts';

/** Colours and dashes, so that lines can be told apart without colour. */
const LOOKS = [
  [colour('grant'), [1, 0]],
  [colour('revoke'), [6, 3]],
  [colour('refusing'), [2, 3]],
  [colour('ink'), [8, 3, 2, 3]],
  [colour('revoke'), [1, 0]],
] as const;

/** The share of clients that hold the new token over time; null where there was no load test. */
export function loadPlot({ loadTests }: LabResults): TopLevelSpec | null {
  const drawn = loadTests.filter(({ curve }) => curve.length > 0);
  if (drawn.length === 0) return null;
  const names = drawn.map(({ name, clients }) => `${name} (${clients.toLocaleString('en')})`);
  const values = drawn.flatMap(({ curve, clients }, index) =>
    [[0, 0] as const, ...curve].map(([ms, reached]) => ({
      name: names[index],
      seconds: ms / 1_000,
      share: (100 * reached) / clients,
    })),
  );
  const look = (index: number) => LOOKS[index % LOOKS.length] ?? LOOKS[0];
  return {
    title: {
      text: 'All roles change at once',
      subtitle: 'Share of the connected clients that hold the new token.',
    },
    width: 620,
    height: 300,
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
    encoding: {
      x: {
        field: 'seconds',
        type: 'quantitative',
        title: 'seconds after the first change',
        axis: { tickCount: 10 },
      },
      y: {
        field: 'share',
        type: 'quantitative',
        title: null,
        scale: { domain: [0, 100] },
        axis: { values: [0, 50, 95, 100], labelExpr: "datum.value + ' %'", labelOverlap: false },
      },
      color: {
        field: 'name',
        type: 'nominal',
        sort: names,
        scale: { domain: names, range: names.map((_, index) => look(index)[0]) },
        legend: { columns: 1 },
      },
      strokeDash: {
        field: 'name',
        type: 'nominal',
        scale: { domain: names, range: names.map((_, index) => [...look(index)[1]]) },
      },
    },
  };
}
