import { markdownTable } from 'markdown-table';
import type { DirectoryView } from '../results.ts';
import { middleAndHigh } from './effect-tables.ts';

/** The views of the directory, a row for each, by the number of people. */
export function directoryTable(views: readonly DirectoryView[]): string {
  const sizes = [...new Set(views.map(({ people }) => people))];
  const names = [...new Set(views.map(({ view }) => view))];
  return markdownTable(
    [
      ['view', ...sizes.map((people) => `${people.toLocaleString('en')} people`)],
      ...names.map((name) => [
        name,
        ...sizes.map((size) => {
          const found = views.find(({ view, people }) => view === name && people === size);
          if (found === undefined) return '';
          const { reads, timing } = found;
          const failed = timing.failures === 0 ? '' : ` · ${timing.failures} failed`;
          return `${reads} · ${middleAndHigh(timing)}${failed}`;
        }),
      ]),
    ],
    { align: ['l', ...sizes.map(() => 'r' as const)] },
  );
}
