/**
 * The tables of docs/rules-matrix.md. Nothing in here knows the rules: what is not written in that
 * page is not expected, and what is written there twice or in words of its own is an error.
 */

const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const;
const STANDINGS = ['out', 'none', ...ROLES] as const;
type Standing = (typeof STANDINGS)[number];

const SOURCES = ['token', 'marker', 'document'] as const;
type Source = (typeof SOURCES)[number];

/** The principal of a request, by what a rule checks. */
export type Standings = Readonly<Record<Source, Standing>>;

/** The principals that are let through. */
export type Admission =
  | 'no one'
  | 'anyone'
  | 'any profile'
  | { readonly by: Source; readonly from: (typeof ROLES)[number] };

export interface Expectations {
  /** By person, then by token. */
  readonly standings: Readonly<Record<string, Readonly<Record<string, Standings>>>>;
  /** By table, then by `rowKey`, then by target. */
  readonly admissions: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Admission>>>>>
  >;
}

/** The principal of a request without a token. */
export const SIGNED_OUT: Standings = { token: 'out', marker: 'out', document: 'out' };

export const rowKey = (operation: string, fields = ''): string => `${operation} ${fields}`.trim();

/** Whether this principal, with a token or without, is let through. */
export function isAdmitted(admission: Admission, standings: Standings, signedIn: boolean): boolean {
  if (admission === 'no one' || !signedIn) return false;
  if (admission === 'anyone') return true;
  if (admission === 'any profile') return standings.document !== 'out';
  return STANDINGS.indexOf(standings[admission.by]) >= STANDINGS.indexOf(admission.from);
}

/** @throws {Error} when the page says something twice, or in other words than it explains itself. */
export function parseExpectations(page: string): Expectations {
  const standings: Record<string, Record<string, Standings>> = {};
  const admissions: Record<string, Record<string, Record<string, Admission>>> = {};
  for (const { heading, rows } of tablesOf(page)) {
    const [head = [], , ...body] = rows;
    // The roles of members are those of organisations: `parseMembers`.
    if (head[0] === 'member') continue;
    if (head[0] === 'person') {
      for (const [person = '', ...cells] of body) {
        addOnce(standings, person, named(head.slice(1), cells.map(parseStandings)));
      }
    } else {
      const rowsOfTable: Record<string, Record<string, Admission>> = {};
      for (const [operations = '', fields = '', ...cells] of body) {
        const row = named(head.slice(2), cells.map(parseAdmission));
        for (const operation of operations.split(', ')) {
          for (const kind of fields.split(', ')) addOnce(rowsOfTable, rowKey(operation, kind), row);
        }
      }
      addOnce(admissions, heading, rowsOfTable);
    }
  }
  return { standings, admissions };
}

/** By member, their role in each organisation by token, marker and membership. */
export function parseMembers(
  page: string,
): Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> {
  const members: Record<string, Record<string, readonly string[]>> = {};
  for (const { rows } of tablesOf(page)) {
    const [head = [], , ...body] = rows;
    if (head[0] !== 'member') continue;
    for (const [name = '', ...cells] of body) {
      const roles = cells.map((cell) => {
        const words = cell.split(' / ');
        return words.length === 1 ? SOURCES.map(() => words[0] as string) : words;
      });
      addOnce(members, name, named(head.slice(1), roles));
    }
  }
  return members;
}

function tablesOf(page: string): { heading: string; rows: string[][] }[] {
  const tables: { heading: string; rows: string[][] }[] = [];
  let heading = '';
  let inTable = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (line.startsWith('|')) {
      if (!inTable) tables.push({ heading, rows: [] });
      const cells = line.split('|').slice(1, -1);
      tables.at(-1)?.rows.push(cells.map((cell) => cell.trim()));
    }
    inTable = line.startsWith('|');
  }
  return tables;
}

function parseStandings(cell: string): Standings {
  const words = cell.split(' / ');
  const [token, marker = token, document = marker] = words.map((word) => oneOf(STANDINGS, word));
  if (!token || !marker || !document || words.length === 2) throw unreadable(cell);
  return { token, marker, document };
}

function parseAdmission(cell: string): Admission {
  if (cell === 'no one' || cell === 'anyone' || cell === 'any profile') return cell;
  const [by = '', from = ''] = cell.split(': ');
  return { by: oneOf(SOURCES, by), from: oneOf(ROLES, from) };
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((known) => known === text);
  if (!word) throw unreadable(text);
  return word;
}

function named<Cell>(names: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  if (names.length !== cells.length) throw unreadable(`a row of ${cells.length} cells`);
  const row: Record<string, Cell> = {};
  for (const [index, name] of names.entries()) addOnce(row, name, cells[index] as Cell);
  return row;
}

function addOnce<Entry>(table: Record<string, Entry>, name: string, entry: Entry): void {
  if (name in table) throw new Error(`docs/rules-matrix.md says twice what holds for "${name}".`);
  table[name] = entry;
}

function unreadable(text: string): Error {
  return new Error(`docs/rules-matrix.md has a cell that cannot be read: "${text}".`);
}
