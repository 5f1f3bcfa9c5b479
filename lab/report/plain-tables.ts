import { markdownTable } from 'markdown-table';
import type { Figure, LoadTest } from '../results.ts';
import { toldCount, toldTime } from './told-figures.ts';

/** Load tests, a row for each. */
export function loadTable(loadTests: readonly LoadTest[]): string {
  const reached = (ms: number | null) => (ms === null ? 'never' : toldTime(ms));
  return markdownTable(
    [
      ['load test', 'clients', '50 %', '95 %', '100 %', 'failures', ''],
      ...loadTests.map((loadTest) => [
        loadTest.name,
        loadTest.clients.toLocaleString('en'),
        ...[loadTest.reached['50'], loadTest.reached['95'], loadTest.reached['100']].map(reached),
        String(loadTest.failures),
        loadTest.note,
      ]),
    ],
    { align: ['l', 'r', 'r', 'r', 'r', 'r', 'l'] },
  );
}

/** Single figures, with their aims. */
export function figuresTable(figures: readonly Figure[]): string {
  return markdownTable(
    [
      ['what', 'measured', 'aim', ''],
      ...figures.map(({ name, value, unit, aim, note }) => [
        name,
        `${toldCount(value)} ${unit}`,
        aim === null ? '' : `${toldCount(aim)} ${unit}${value > aim ? ', missed' : ''}`,
        note,
      ]),
    ],
    { align: ['l', 'r', 'r', 'l'] },
  );
}
