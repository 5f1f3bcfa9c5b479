import { markdownTable } from 'markdown-table';
import type { Counts, LabResults } from '../results.ts';
import { IDENTITY_PLATFORM, monthlyBill, PRICES, SCENARIO } from './prices.ts';
import { toldCount, toldDollars, toldTime } from './told-figures.ts';

/** Numbers of users for which the bill is told. */
export const USERS = [1_000, 10_000, 100_000, 1_000_000] as const;

/** What is counted, with the heads of the columns. */
export const COUNTED = [
  ['documentReads', 'reads'],
  ['ruleLookUps', 'look-ups by rules'],
  ['documentWrites', 'writes'],
  ['invocations', 'invocations'],
  ['accountCalls', 'Auth calls'],
  ['tokenExchanges', 'token exchanges'],
] as const satisfies readonly (readonly [keyof Counts, string])[];

/** What was counted for one change, one idle hour or one request: a row for each approach. */
export function countsTable(results: LabResults, of: 'change' | 'idleHour' | 'request'): string {
  return markdownTable(
    [
      ['approach', ...COUNTED.map(([, name]) => name)],
      ...results.costs.map((costs) => [
        nameOf(results, costs.strategy),
        ...COUNTED.map(([what]) => toldCount(costs[of][what])),
      ]),
    ],
    { align: ['l', ...COUNTED.map(() => 'r' as const)] },
  );
}

/** US dollars a month by the number of users. */
export function billTable(results: LabResults): string {
  return markdownTable(
    [
      ['approach', ...USERS.map((users) => `${users.toLocaleString('en')} users`)],
      ...results.costs.map((costs) => [
        nameOf(results, costs.strategy),
        ...USERS.map((users) => toldDollars(monthlyBill(costs, { ...SCENARIO, users }).total)),
      ]),
    ],
    { align: ['l', ...USERS.map(() => 'r' as const)] },
  );
}

export function priceTable(): string {
  const tiers = IDENTITY_PLATFORM.tiers.map(({ upTo, dollars }, index) => {
    const from = IDENTITY_PLATFORM.tiers[index - 1]?.upTo ?? 0;
    const range = Number.isFinite(upTo)
      ? `${from.toLocaleString('en')} to ${upTo.toLocaleString('en')}`
      : `from ${from.toLocaleString('en')}`;
    return [
      `Identity Platform, people ${range}`,
      'person and month',
      `$${dollars}`,
      '',
      IDENTITY_PLATFORM.source,
    ];
  });
  return markdownTable(
    [
      ['what', 'per', 'price', 'free, and not deducted', 'source'],
      ...Object.values(PRICES).map(({ what, per, dollars, free, source }) => [
        what,
        per,
        `$${plain(dollars)}`,
        free,
        source,
      ]),
      ...tiers,
    ],
    { align: ['l', 'l', 'r', 'l', 'l'] },
  );
}

/** Whether the cost of a change grows with the number of accounts. */
export function slopeTable({ slope }: LabResults): string {
  return markdownTable(
    [
      ['accounts', ...COUNTED.map(([, name]) => name), 'p50', 'p95'],
      ...slope.map(({ accounts, change, timing }) => [
        accounts.toLocaleString('en'),
        ...COUNTED.map(([what]) => toldCount(change[what])),
        toldTime(timing.p50),
        toldTime(timing.p95),
      ]),
    ],
    { align: Array<'r'>(9).fill('r') },
  );
}

export function nameOf({ strategies }: LabResults, id: string): string {
  return strategies.find((each) => each.id === id)?.name ?? id;
}

/** Without an exponent, as prices are written. */
function plain(dollars: number): string {
  return dollars.toLocaleString('en', { maximumFractionDigits: 9 });
}
