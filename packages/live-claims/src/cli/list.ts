import type { DocumentSnapshot, Query } from 'firebase-admin/firestore';
import {
  DIRECTORY_PAGE,
  type DirectoryRequest,
  type DirectoryRow,
  directoryQuery,
  exactMatches,
  type Milliseconds,
  matchesSearch,
  parseDirectoryRow,
} from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { momentFrom } from './moment.ts';
import { waitForReading } from './operator.ts';
import type { FindRequest, ListRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Lists the people of the directory, filtered and sorted. Changes nothing. Costs a read a row, and one for `--after`.
 *
 * @throws {AdminError} `not-set-up` in an app without a directory, `no-such-person` for an `--after` that is no row.
 */
export async function list(
  session: Session,
  { request, limit, after }: ListRequest,
): Promise<Answer> {
  const { store } = directoryOf(session);
  const read = async (): Promise<Page> => {
    const query = queryOf(store, request, session.now());
    if (query === null) return { rows: [], next: null };
    const last = after === null ? null : await store.row(after).get();
    if (last?.exists === false) {
      throw new AdminError('no-such-person', `There is no row of ${after} in the directory.`, {
        next: 'Begin without --after: who was there has gone meanwhile.',
      });
    }
    const { docs } = await (last ? query.startAfter(last) : query).limit(limit).get();
    const next = docs.length === limit ? (docs.at(-1)?.id ?? null) : null;
    return { rows: rowsOf(docs, session.now()), next };
  };
  return answer(session, await waitForReading(read(), session.signal), 'Nobody matches.');
}

/**
 * Finds people by part of a name or an address, or by all of an address or an account id. Changes nothing; at most 56
 * reads.
 *
 * @throws {AdminError} `not-set-up` in an app without a directory.
 */
export async function find(session: Session, { text }: FindRequest): Promise<Answer> {
  const { store } = directoryOf(session);
  const now = session.now();
  const read = async (): Promise<Page> => {
    const { uid, emailKey } = exactMatches(text);
    const words = queryOf(store, { search: text }, now);
    const [byId, byAddress, byWords] = await Promise.all([
      uid === null ? [] : [await store.row(uid).get()],
      emailKey === null ? [] : docsOf(store.rows.where('emailKey', '==', emailKey).limit(5)),
      words === null ? [] : docsOf(words.limit(DIRECTORY_PAGE)),
    ]);
    const exact = rowsOf([...byId, ...byAddress], now);
    const others = rowsOf(byWords, now).filter((row) => matchesSearch(row, text));
    const found = new Map([...exact, ...others].map((row) => [row.uid, row]));
    const isCut = byWords.length === DIRECTORY_PAGE;
    return { rows: [...found.values()], next: null, isCut };
  };
  const nobody = `Nobody has "${text}" at the beginning of a word of name or address.`;
  return answer(session, await waitForReading(read(), session.signal), nobody);
}

interface Page {
  readonly rows: readonly DirectoryRow[];
  /** The id after which the next page begins; null for none. */
  readonly next: string | null;
  /** Whether there may be more than were looked at. */
  readonly isCut?: boolean;
}

function directoryOf({ project }: Session) {
  if (project.config.directory) return project;
  throw new AdminError('not-set-up', 'This app has no directory of its users.', {
    next: 'Set `directory: true` in the configuration, deploy rules, indexes and functions, and run `reconcile`, which makes the rows. `show <person>` works without it.',
  });
}

const docsOf = async (query: Query) => (await query.get()).docs;

function queryOf(store: Store, request: DirectoryRequest, now: Milliseconds): Query | null {
  const asked = directoryQuery(request, now);
  if (asked === null) return null;
  const filtered = asked.where.reduce<Query>(
    (query, { field, op, value }) => query.where(field, op, value),
    store.rows,
  );
  return filtered.orderBy(asked.orderBy.field, asked.orderBy.direction);
}

const rowsOf = (docs: readonly DocumentSnapshot[], now: Milliseconds): readonly DirectoryRow[] =>
  docs.flatMap((doc) => parseDirectoryRow(doc.id, doc.data(), now) ?? []);

function answer(session: Session, { rows, next, isCut = false }: Page, nobody: string): Answer {
  const { target } = session;
  const now = session.now();
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), people: rows.map(rowJson), next, isCut },
    text: (paint) => [
      '',
      ...(rows.length === 0 ? [`  ${paint('dim', nobody)}`] : tableOf(rows, now, paint)),
      ...(next === null ? [] : ['', `  ${paint('cyan', '→')} The next page: --after ${next}`]),
      ...(isCut ? ['', `  ${paint('dim', 'There may be more. Type more of the name.')}`] : []),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

/** The widest that a column is, in characters; a longer text is cut, and --json has all of it. */
const WIDEST = 36;

function tableOf(
  rows: readonly DirectoryRow[],
  now: Milliseconds,
  paint: Paint,
): readonly string[] {
  const head = ['Name', 'E-mail', 'Role', 'State', 'Ends', 'Last sign-in', 'Id'];
  const cells = rows.map((row) => [
    row.name ?? '–',
    row.email ?? '–',
    row.role ?? 'none',
    row.state,
    row.endsAt === null ? '–' : momentFrom(row.endsAt, now),
    row.lastSignInAt === null ? 'never' : momentFrom(row.lastSignInAt, now),
    row.uid,
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[title, ...cells.map((row) => cut(row[column]))].map(lengthOf)),
  );
  const line = (row: readonly string[]) =>
    `  ${row
      .map((text, column) => cut(text) + ' '.repeat((widths[column] ?? 0) - lengthOf(cut(text))))
      .join('  ')
      .trimEnd()}`;
  return [
    paint('dim', line(head)),
    ...cells.flatMap((row, at) => {
      const { state, problem } = rows[at] as DirectoryRow;
      const shown = state === 'ok' ? line(row) : paint('yellow', line(row));
      return problem === null ? [shown] : [shown, `    ${paint('dim', problem)}`];
    }),
  ];
}

const lengthOf = (text: string) => [...text].length;

const cut = (text = '') =>
  lengthOf(text) <= WIDEST ? text : `${[...text].slice(0, WIDEST - 1).join('')}…`;

/** A row for programs: times in ISO 8601. */
function rowJson({ endsAt, changedAt, createdAt, lastSignInAt, ...row }: DirectoryRow) {
  const iso = (time: Milliseconds | null) => (time === null ? null : new Date(time).toISOString());
  return {
    ...row,
    endsAt: iso(endsAt),
    changedAt: iso(changedAt),
    createdAt: iso(createdAt),
    lastSignInAt: iso(lastSignInAt),
  };
}
