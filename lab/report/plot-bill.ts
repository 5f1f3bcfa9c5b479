import type { TopLevelSpec } from 'vega-lite';
import type { LabResults } from '../results.ts';
import { nameOf } from './cost-tables.ts';
import { identityPlatformBill, monthlyBill, SCENARIO } from './prices.ts';
import { colour } from './render-svg.ts';
import { spread } from './spread.ts';

const USERS = [100, 1_000, 10_000, 100_000, 1_000_000];
/** Identity Platform goes by tiers: points close enough to show them. */
const IDENTITY_USERS = [51_000, 60_000, 80_000, 100_000, 200_000, 500_000, 1_000_000];
const WIDTH = 520;
const HEIGHT = 460;
/** From one label to the next, in pixels. */
const LINE = 15;

interface Line {
  readonly label: string;
  readonly kind: 'ours' | 'other' | 'identity';
  readonly points: readonly { readonly users: number; readonly dollars: number }[];
  readonly end: number;
}

/** What a month costs by the number of users, both on logarithmic axes; null where nothing costs. */
export function billPlot(results: LabResults): TopLevelSpec | null {
  const lines = linesOf(results);
  const dollars = lines.flatMap(({ points }) => points.map((point) => point.dollars));
  if (dollars.length === 0) return null;
  const low = Math.floor(Math.log10(Math.min(...dollars)));
  const high = Math.ceil(Math.log10(Math.max(...dollars)));
  const toPixels = (value: number) => ((high - Math.log10(value)) / (high - low)) * HEIGHT;
  const labels = spread(
    lines.map(({ end }) => toPixels(end)),
    LINE,
  );
  const colours = {
    field: 'kind',
    type: 'nominal',
    scale: {
      domain: ['ours', 'other', 'identity'],
      range: [colour('revoke'), colour('grant'), colour('quiet')],
    },
    legend: null,
  } as const;
  const ends = lines.map(({ label, kind, end }, index) => ({
    label,
    kind,
    end: toPixels(end),
    at: labels[index] ?? 0,
  }));
  return {
    title: {
      text: 'What a month costs',
      subtitle: `${SCENARIO.hoursConnectedPerUserPerMonth} hours connected, ${SCENARIO.requestsPerUserPerMonth.toLocaleString('en')} requests and ${SCENARIO.changesPerUserPerMonth} changes of role for each user; free tiers not deducted.`,
    },
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: {
          values: lines.flatMap(({ label, kind, points }) =>
            points.map((point) => ({ label, kind, ...point })),
          ),
        },
        mark: { type: 'line', strokeWidth: 1.75, strokeCap: 'round' },
        encoding: {
          x: {
            field: 'users',
            type: 'quantitative',
            scale: { type: 'log', domain: [100, 1_000_000] },
            title: 'users',
            axis: { values: USERS, format: ',' },
          },
          y: {
            field: 'dollars',
            type: 'quantitative',
            scale: { type: 'log', domain: [10 ** low, 10 ** high] },
            title: 'US dollars a month',
            axis: {
              values: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
              labelExpr:
                "'$' + (datum.value < 1 ? format(datum.value, '~r') : format(datum.value, ','))",
            },
          },
          detail: { field: 'label' },
          color: colours,
          strokeDash: {
            condition: { test: "datum.kind === 'identity'", value: [5, 4] },
            value: [1, 0],
          },
        },
      },
      {
        data: { values: ends },
        mark: { type: 'rule', strokeWidth: 1 },
        encoding: {
          x: { value: WIDTH + 2 },
          x2: { value: WIDTH + 18 },
          y: { field: 'end', type: 'quantitative', scale: null, axis: null },
          y2: { field: 'at' },
          color: { value: colour('quiet') },
          opacity: { value: 0.5 },
        },
      },
      {
        data: { values: ends },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
        encoding: {
          x: { value: WIDTH + 22 },
          y: { field: 'at', type: 'quantitative', scale: null, axis: null },
          text: { field: 'label' },
          color: colours,
        },
      },
    ],
    resolve: { scale: { y: 'independent', color: 'shared' } },
  };
}

function linesOf(results: LabResults): readonly Line[] {
  const lines = results.costs
    .map((costs) => {
      const points = USERS.map((users) => ({
        users,
        dollars: monthlyBill(costs, { ...SCENARIO, users }).total,
      }));
      return {
        label: nameOf(results, costs.strategy),
        kind: costs.strategy.startsWith('ours-') ? ('ours' as const) : ('other' as const),
        points,
        end: points.at(-1)?.dollars ?? 0,
      };
    })
    .filter(({ end }) => end > 0)
    .sort((a, b) => a.end - b.end);
  if (lines.length === 0) return [];
  const points = IDENTITY_USERS.map((users) => ({ users, dollars: identityPlatformBill(users) }));
  const label = 'on top, where Identity Platform is used';
  return [...lines, { label, kind: 'identity', points, end: points.at(-1)?.dollars ?? 0 }];
}
