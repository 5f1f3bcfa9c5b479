import type { Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { type DirectoryRow, parseDirectoryRow } from '../../core/index.ts';
import { listenTo, readItems, type WatchClient } from '../../web/live-query.ts';

/** From how many rows before the last one on the next page is fetched. */
const AHEAD = 10;

export interface DirectoryRows {
  readonly status: 'loading' | 'ready' | 'denied' | 'error';
  readonly rows: readonly DirectoryRow[];
  /** Whether there is nobody after the last row. */
  readonly isEnd: boolean;
  /** Why it failed; only with status `error`. */
  readonly error: unknown;
}

interface Page {
  /** The document after which it begins; null for the first. */
  readonly after: QueryDocumentSnapshot | null;
  rows: readonly DirectoryRow[];
  last: QueryDocumentSnapshot | null;
  isFull: boolean;
  isIn: boolean;
  stop: (() => void) | null;
}

const NOTHING: DirectoryRows = { status: 'loading', rows: [], isEnd: false, error: null };

/**
 * The rows of one query, page after page as they are looked at. A page is live while one of its rows is shown; of the others
 * the last state stays, and is read again when they are shown again. So a list costs what is shown, however long it is.
 */
export class DirectoryList {
  #pages: Page[] = [];
  #snapshot = NOTHING;
  readonly #listeners = new Set<() => void>();
  readonly #client: WatchClient;
  readonly #queryAfter: (after: QueryDocumentSnapshot | null) => Query;
  readonly #pageSize: number;
  readonly #keep: (row: DirectoryRow) => boolean;
  readonly #isComplete: boolean;

  /**
   * @param queryAfter the query for a page of `pageSize` rows.
   * @param keep whether a row that the query finds is meant; with it no page is fetched but by `more`.
   */
  constructor(
    client: WatchClient,
    queryAfter: (after: QueryDocumentSnapshot | null) => Query,
    pageSize: number,
    keep: ((row: DirectoryRow) => boolean) | null = null,
  ) {
    this.#client = client;
    this.#queryAfter = queryAfter;
    this.#pageSize = pageSize;
    this.#keep = keep ?? (() => true);
    this.#isComplete = keep === null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.show(0, 0);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) for (const page of this.#pages) stop(page);
    };
  };

  readonly getSnapshot = (): DirectoryRows => this.#snapshot;

  /** Makes the pages of these rows live, and fetches the next one where they come near the end. */
  show(first: number, last: number): void {
    let begin = 0;
    for (const page of this.#pages) {
      const end = begin + page.rows.length;
      const isShown = !page.isIn || (begin <= last && end > first) || page.rows.length === 0;
      if (isShown) this.#listen(page);
      else stop(page);
      begin = end;
    }
    const isNear = last >= begin - AHEAD;
    if (this.#pages.length === 0 || (isNear && this.#isComplete)) this.more();
  }

  /** Fetches the next page, unless there is none or one is on its way. */
  more(): void {
    const last = this.#pages.at(-1);
    if (last !== undefined && (!last.isIn || !last.isFull)) return;
    const page = this.#newPage(last?.last ?? null);
    this.#pages.push(page);
    this.#listen(page);
  }

  /** Starts over, after an `error`. */
  retry(): void {
    for (const page of this.#pages) stop(page);
    this.#pages = [];
    this.#tell(NOTHING);
    this.more();
  }

  #newPage(after: QueryDocumentSnapshot | null): Page {
    return { after, rows: [], last: null, isFull: false, isIn: false, stop: null };
  }

  #listen(page: Page): void {
    if (page.stop !== null) return;
    const read = readItems((document: QueryDocumentSnapshot) => document);
    page.stop = listenTo(this.#client, this.#queryAfter(page.after), read, (answer) => {
      const { status, value, error } = answer;
      if (status === 'denied') return this.#tell({ ...NOTHING, status: 'denied' });
      if (status === 'error') return this.#tell({ ...this.#snapshot, status: 'error', error });
      if (value !== null) this.#arrived(page, value);
    });
  }

  #arrived(page: Page, documents: readonly QueryDocumentSnapshot[]): void {
    const now = Date.now();
    page.rows = documents
      .map((document) => parseDirectoryRow(document.id, document.data(), now))
      .filter((row) => row !== null && this.#keep(row)) as readonly DirectoryRow[];
    page.isFull = documents.length === this.#pageSize;
    page.isIn = true;
    const last = documents.at(-1) ?? null;
    const moved = page.last?.id !== last?.id;
    page.last = last;
    const at = this.#pages.indexOf(page);
    const next = this.#pages[at + 1];
    // The next page begins after another row now: it is read anew, when it is shown.
    if (next !== undefined && moved && page.isFull) {
      stop(next);
      const renewed = { ...this.#newPage(last), rows: next.rows, last: next.last };
      this.#pages[at + 1] = { ...renewed, isFull: next.isFull, isIn: next.isIn };
    }
    if (!page.isFull) {
      for (const beyond of this.#pages.splice(at + 1)) stop(beyond);
    }
    this.#tell({
      status: 'ready',
      rows: distinct(this.#pages.flatMap(({ rows }) => rows)),
      isEnd: this.#pages.at(-1)?.isFull === false,
      error: null,
    });
  }

  #tell(snapshot: DirectoryRows): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

function stop(page: Page): void {
  page.stop?.();
  page.stop = null;
}

/** Each person once: one who moved between two pages may be in both for a moment. */
function distinct(rows: readonly DirectoryRow[]): readonly DirectoryRow[] {
  return [...new Map(rows.map((row) => [row.uid, row])).values()];
}
