import Papa from 'papaparse';
import { readCell } from './formula.ts';

/**
 * Something that is wrong in a file, with its place as a text editor counts.
 *
 * @example const show = ({ line, message }: CsvProblem) => `Line ${line}: ${message}`;
 */
export interface CsvProblem {
  /** From 1; the line in which the row begins. */
  readonly line: number;
  /** The name of the column; null where it is about the whole row. */
  readonly column: string | null;
  readonly message: string;
}

/**
 * A file that was read: its columns, and a row for each line below them.
 *
 * @example const { columns, rows, problems }: CsvFile = readCsv(text);
 */
export interface CsvFile {
  /** In their order, trimmed. */
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Rows that cannot be read, and columns that are named twice. */
  readonly problems: readonly CsvProblem[];
}

/**
 * A row of a file.
 *
 * @example const { line, cells }: CsvRow = rows[0];
 */
export interface CsvRow {
  /** From 1; the line in which the row begins. */
  readonly line: number;
  /** By the names of the columns, trimmed; an empty text where the row has none. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads a CSV file, separated by commas, semicolons or tabs, whichever it uses, with the names of the columns in the
 * first line. Empty lines are left out. Cells that `writeCsv` has defused come back as they were.
 *
 * @example readCsv('email,role\nada@example.com,editor').rows[0] // { line: 2, cells: { email: 'ada@…', role: 'editor' } }
 */
export function readCsv(text: string): CsvFile {
  const source = text.replace(/^\uFEFF/, '');
  const lineAt = lineCounter(source);
  const problems: CsvProblem[] = [];
  const rows: CsvRow[] = [];
  let columns: readonly string[] | null = null;
  let begin = 0;
  Papa.parse<string[]>(source, {
    // Papa's own guess looks at how even the rows are, and misses with blank lines among them.
    delimiter: separatorOf(source),
    step({ data, errors, meta }) {
      const line = lineAt(begin);
      begin = meta.cursor;
      const cells = data.map((cell) => readCell(cell).trim());
      const [error] = errors;
      if (error !== undefined) problems.push({ line, column: null, message: `${error.message}.` });
      else if (cells.every((cell) => cell === '')) return;
      else if (columns === null) {
        columns = cells;
        problems.push(...twiceNamed(cells, line));
      } else if (cells.slice(columns.length).some((cell) => cell !== '')) {
        const message = `The row has ${cells.length} cells, and the file ${columns.length} columns.`;
        problems.push({ line, column: null, message });
      } else {
        rows.push({ line, cells: recordOf(columns, cells) });
      }
    },
  });
  return { columns: columns ?? [], rows, problems };
}

const SEPARATORS = [',', ';', '\t'];

/** The one that the line with the names of the columns has most of; quoted parts do not count. */
function separatorOf(text: string): string {
  const names = /^\s*(.*)$/m.exec(text.replace(/"(?:[^"]|"")*"/g, ''))?.[1] ?? '';
  const count = (separator: string) => names.split(separator).length;
  return SEPARATORS.reduce((most, other) => (count(other) > count(most) ? other : most));
}

/** Tells in which line a place of the text is; for places that only go forward. */
function lineCounter(text: string): (place: number) => number {
  let [line, counted] = [1, 0];
  return (place) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < place; ) {
      line += 1;
      counted = at + 1;
      at = text.indexOf('\n', counted);
    }
    return line;
  };
}

function twiceNamed(columns: readonly string[], line: number): readonly CsvProblem[] {
  const twice = columns.filter((column, at) => column !== '' && columns.indexOf(column) !== at);
  const message = 'There are two columns of this name.';
  return [...new Set(twice)].map((column) => ({ line, column, message }));
}

function recordOf(columns: readonly string[], cells: readonly string[]): CsvRow['cells'] {
  const named = columns.flatMap((column, at) =>
    column === '' ? [] : [[column, cells[at] ?? ''] as const],
  );
  return Object.fromEntries(named);
}
