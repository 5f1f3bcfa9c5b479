import {
  collection,
  type Firestore,
  getDocs,
  limit,
  orderBy,
  type QueryDocumentSnapshot,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import {
  type DirectoryRequest,
  type DirectoryRow,
  directoryQuery,
  MAX_BULK_CHANGES,
  matchesSearch,
  parseDirectoryRow,
} from '../../core/index.ts';

/** How many rows are fetched at a time. */
const STEP = 500;

/**
 * Everybody that the request finds, up to the most that one job changes. It costs a read for each.
 *
 * @param onProgress gets how many there are so far.
 */
export async function everybodyFound(
  firestore: Firestore,
  directory: string,
  request: DirectoryRequest,
  onProgress: (count: number) => void,
): Promise<readonly DirectoryRow[]> {
  const now = Date.now();
  const found = directoryQuery(request, now);
  const { search } = request;
  const rows: DirectoryRow[] = [];
  let after: QueryDocumentSnapshot | undefined;
  while (found !== null && rows.length < MAX_BULK_CHANGES) {
    const page = await getDocs(
      query(
        collection(firestore, directory),
        ...found.where.map(({ field, op, value }) => where(field, op, value)),
        orderBy(found.orderBy.field, found.orderBy.direction),
        ...(after === undefined ? [] : [startAfter(after)]),
        limit(STEP),
      ),
    );
    for (const document of page.docs) {
      const row = parseDirectoryRow(document.id, document.data(), now);
      if (row !== null && (search === undefined || matchesSearch(row, search))) rows.push(row);
    }
    onProgress(rows.length);
    after = page.docs.at(-1);
    if (page.docs.length < STEP) break;
  }
  return rows.slice(0, MAX_BULK_CHANGES);
}
