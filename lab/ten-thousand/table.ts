import type { Phase } from './phase.ts';

/** A Markdown table of the phases, a row each, and one of the worker's memory. */
export function tables(phases: readonly Phase[]): string {
  const rows = phases.map((phase) => {
    const { seen, changed, setAside, seconds, counts, invocations } = phase;
    const auth = Object.values(counts.auth).reduce((sum, n) => sum + n, 0);
    const perPerson = (count: number) => (count / Math.max(1, seen)).toFixed(2);
    return [
      phase.title,
      ...[seen, changed, setAside],
      seconds.toFixed(1),
      Math.round(seen / seconds),
      Object.entries(invocations)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ') || 0,
      `${counts.documents.read} (${perPerson(counts.documents.read)})`,
      `${counts.documents.written} (${perPerson(counts.documents.written)})`,
      `${auth} (${perPerson(auth)})`,
      perPerson(claimsCalls(phase)),
    ];
  });
  return `${table(COLUMNS, rows)}\n\n${memoryTable(phases)}`;
}

/** Requests to Firebase Auth that change an account. */
export function claimsCalls({ counts }: Pick<Phase, 'counts'>): number {
  return counts.auth[CHANGE] ?? 0;
}

/** The request behind `setCustomUserClaims` and `updateUser`, as the proxy names it. */
const CHANGE = 'accounts:update';

const COLUMNS = [
  'run',
  'people',
  'changed',
  'set aside',
  'seconds',
  'people a second',
  'invocations',
  'reads (a person)',
  'writes (a person)',
  'Auth calls (a person)',
  'claims calls a person',
];

function memoryTable(phases: readonly Phase[]): string {
  const measured = phases.filter(({ memory }) => memory.length > 0);
  const rows = measured.map(({ title, memory }) => [
    title,
    memory.map(({ percent, heapMiB }) => `${percent} %: ${heapMiB}`).join(', '),
    memory.map(({ percent, rssMiB }) => `${percent} %: ${rssMiB}`).join(', '),
  ]);
  return table(
    ['run', 'heap of the process that works, after a collection, MiB', 'its RSS, MiB'],
    rows,
  );
}

function table(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
