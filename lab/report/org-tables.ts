import { markdownTable } from 'markdown-table';
import type { CountedChange, EffectResult, OrgResults } from '../results.ts';
import { COUNTED } from './cost-tables.ts';
import { interval, middleAndHigh } from './effect-tables.ts';
import { figuresTable, loadTable } from './plain-tables.ts';
import { isTiming } from './summary.ts';
import { toldCount, toldRatio, toldTime } from './told-figures.ts';

/** The part of the page on organisations. */
export function orgSections(orgs: OrgResults): readonly string[] {
  return [
    'A change of a membership, `orgs/{orgId}/members/{uid}`, beside a change of a role in the same app, by the same functions and the same client, in the same run.',
    '### From a change of a membership to its effect',
    'As above: p50 · p95 after the commit, and × is to the role, by p50 of the first allowed read. Somebody is let into an organisation and removed from it; by the callable from sending the call.',
    effectTable(orgs),
    ...computed(orgs.effect),
    '### What a change of a membership costs',
    'Counted at the emulators, with one client connected. Edits in the console have an entry in the audit log of the organisation, as calls have. The time is from sending the change until the client holds it, behind the proxies that count; × is to the first row. A write that only verifies a document starts functions on the emulator and none in production: there an edit of a membership takes two invocations, and one by the callable three.',
    countedTable(['change'], orgs.costs, ({ what }) => [what]),
    '### All members of an organisation at once',
    'The memberships change in as few commits as there can be. The time is until the claims of a person are right. The emulator takes events one after the other: all copies come first, and then all claims.',
    loadTable(orgs.atOnce),
    eachTable(orgs),
    '### Does a change cost more in a larger organisation?',
    countedTable(['members', 'change'], orgs.slope, ({ members, what }) => [
      members.toLocaleString('en'),
      what,
    ]),
    '### One person in many organisations',
    countedTable(['change of a membership'], orgs.many, ({ what }) => [what]),
    figuresTable(orgs.figures),
  ];
}

function effectTable({ effect, names }: OrgResults): string {
  const [first] = effect;
  return markdownTable(
    [
      [
        ...['change', 'marker', 'new token', 'first allowed read', 'p50, 95 % sure', '×'],
        ...['last stale read', 'last stale read, refusing', 'failures'],
      ],
      ...effect.map((each) => {
        const { strategy, marker, token, firstRead, lastStaleRead, lastStaleReadRefusing } = each;
        const failures = firstRead.failures + lastStaleRead.failures;
        return [
          names[strategy] ?? strategy,
          ...[marker, token].map((step) => (step === null ? '' : middleAndHigh(step))),
          middleAndHigh(firstRead),
          interval(firstRead.p50Interval),
          toldRatio(firstRead.p50 / (first?.firstRead.p50 ?? Number.NaN)),
          ...[lastStaleRead, lastStaleReadRefusing].map(middleAndHigh),
          String(failures),
        ];
      }),
    ],
    { align: ['l', ...Array<'r'>(8).fill('r')] },
  );
}

function computed(effect: readonly EffectResult[]): readonly string[] {
  const reasons = effect.flatMap(({ lastStaleReadRefusing: bound }) =>
    isTiming(bound) ? [] : [bound.because],
  );
  return reasons.length === 0 ? [] : [`\\* Computed: ${[...new Set(reasons)].join(' ')}`];
}

function countedTable<Row extends CountedChange>(
  heads: readonly string[],
  rows: readonly Row[],
  told: (row: Row) => readonly string[],
): string {
  return markdownTable(
    [
      [...heads, ...COUNTED.map(([, name]) => name), 'p50', 'p50, 95 % sure', '×', 'failures'],
      ...rows.map((row) => [
        ...told(row),
        ...COUNTED.map(([what]) => toldCount(row.change[what])),
        toldTime(row.timing.p50),
        interval(row.timing.p50Interval),
        toldRatio(row.timing.p50 / (firstOf(rows, row)?.timing.p50 ?? Number.NaN)),
        String(row.timing.failures),
      ]),
    ],
    {
      align: [...heads.map(() => 'l' as const), ...Array<'r'>(COUNTED.length + 4).fill('r')],
    },
  );
}

/** What a row is compared with: the first of its kind, or of all. */
function firstOf<Row extends CountedChange>(rows: readonly Row[], { what }: Row): Row | undefined {
  const alike = rows.filter((each) => each.what === what);
  return alike.length > 1 ? alike[0] : rows[0];
}

function eachTable({ atOnce }: OrgResults): string {
  const [first] = atOnce;
  return markdownTable(
    [
      ['until the claims are right', 'p50', '95 % sure', 'p95', '95 % sure', '×'],
      ...atOnce.flatMap(({ name, each }) =>
        each === undefined
          ? []
          : [
              [
                name,
                toldTime(each.p50),
                interval(each.p50Interval),
                toldTime(each.p95),
                interval(each.p95Interval),
                toldRatio(each.p95 / (first?.each?.p95 ?? Number.NaN)),
              ],
            ],
      ),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'r'] },
  );
}
