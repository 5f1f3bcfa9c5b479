import {
  collection,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryConstraint,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import {
  DIRECTORY_PAGE,
  type DirectoryFilter,
  type DirectoryQuery,
  type DirectoryRequest,
  directoryQuery,
  type EndFilter,
  matchesSearch,
} from '../../core/index.ts';
import type { WatchClient } from '../../web/live-query.ts';
import { DirectoryList } from './directory-list.ts';

/** The most that a count counts: each 1,000 cost one read more, and “1,000+” says as much. */
export const MOST_COUNTED = 1_000;

function constraintsOf({ where: conditions }: DirectoryQuery): QueryConstraint[] {
  return conditions.map(({ field, op, value }) => where(field, op, value));
}

/** The filters that have a count, by the word that stands in the address. */
export const STATE_CHIPS = [
  'pending',
  'rejected',
  'disabled',
  'expiring',
  'ended',
  'never-signed-in',
] as const;

/** What a visit counts: everybody, and each chip. */
export const COUNTED: readonly (readonly [string, DirectoryFilter | EndFilter | null])[] = [
  ['all', null],
  ...STATE_CHIPS.map((state) => [state, { state }] as const),
];

/**
 * The list for a request; null for a search that can find nobody.
 *
 * @param directory name of the collection.
 */
export function openDirectoryList(
  client: WatchClient,
  firestore: Firestore,
  directory: string,
  request: DirectoryRequest,
): DirectoryList | null {
  const found = directoryQuery(request, Date.now());
  if (found === null) return null;
  const { field, direction } = found.orderBy;
  const { search } = request;
  return new DirectoryList(
    client,
    (after) =>
      query(
        collection(firestore, directory),
        ...constraintsOf(found),
        orderBy(field, direction),
        ...(after === null ? [] : [startAfter(after)]),
        limit(DIRECTORY_PAGE),
      ),
    DIRECTORY_PAGE,
    search === undefined ? null : (row) => matchesSearch(row, search),
  );
}

/** The query whose count says how many people a filter finds, null for everybody; no more than `MOST_COUNTED`. */
export function countQuery(
  firestore: Firestore,
  directory: string,
  filter: DirectoryFilter | EndFilter | null,
): Query {
  const request = (filter === null ? {} : { filter }) as DirectoryRequest;
  const found = directoryQuery(request, Date.now());
  return query(
    collection(firestore, directory),
    ...(found === null ? [] : constraintsOf(found)),
    limit(MOST_COUNTED),
  );
}
