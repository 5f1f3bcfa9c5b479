import { markdownTable } from 'markdown-table';
import type { EffectWindow, Figures } from './summary.ts';
import { toldDollars, toldTime } from './told-figures.ts';

const BEGIN = '<!-- figures -->';
const END = '<!-- /figures -->';

/**
 * The page of answers with the figures of a run between its markers.
 *
 * @throws {Error} when the page has not exactly one such place.
 */
export function withFigures(page: string, summary: Figures): string {
  const [before, rest, ...more] = page.split(BEGIN);
  const [, after, ...rests] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length + rests.length > 0) {
    throw new Error(`docs/answers.md needs one place between ${BEGIN} and ${END}.`);
  }
  return `${before}${BEGIN}\n\n${figures(summary)}\n\n${END}${after}`;
}

function figures({ rows, at, quick, scenario }: Figures): string {
  const table = markdownTable(
    [
      [
        'approach',
        '',
        'a new role works after',
        'a lost role goes on for',
        'the same, refusing to refresh',
        'a month',
      ],
      ...rows.map(({ name, answers, grant, revoke, refusing, bill }) => [
        name,
        answers,
        told(grant),
        told(revoke),
        told(refusing),
        bill === null ? '' : toldDollars(bill),
      ]),
    ],
    { align: ['l', 'l', 'r', 'r', 'r', 'r'] },
  );
  return `${table}

p50 · p95 on local emulators, measured on ${at.slice(0, 10)}${quick ? ' in a quick run' : ''}; ≤ is a bound that follows from a setting. The month is
one of ${scenario.users.toLocaleString('en')} users, in US dollars, without free tiers. [All figures](../lab/results/lab.md).`;
}

function told(window: EffectWindow | null): string {
  if (window === null) return 'failed';
  if ('bound' in window) return `≤ ${toldTime(window.bound)}`;
  return `${toldTime(window.p50)} · ${toldTime(window.p95)}`;
}
