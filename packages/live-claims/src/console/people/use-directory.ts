import {
  collection,
  type Firestore,
  getCountFromServer,
  limit,
  orderBy,
  type Query,
  type QueryConstraint,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import {
  DIRECTORY_PAGE,
  type DirectoryFilter,
  type DirectoryQuery,
  type DirectoryRequest,
  directoryQuery,
  type EndFilter,
  matchesSearch,
} from '../../core/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { DirectoryList } from './directory-list.ts';

/** The most that a count counts: each 1,000 cost one read more, and “1,000+” says as much. */
export const MOST_COUNTED = 1_000;

function constraintsOf({ where: conditions }: DirectoryQuery): QueryConstraint[] {
  return conditions.map(({ field, op, value }) => where(field, op, value));
}

/** The list for a request; null for a search that can find nobody. */
export function useDirectoryList(request: DirectoryRequest): DirectoryList | null {
  const { config, firestore } = useConsole();
  const client = useLiveClaimsClient();
  const key = JSON.stringify(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request.
  return useMemo(() => {
    const found = directoryQuery(request, Date.now());
    if (found === null) return null;
    const { field, direction } = found.orderBy;
    const { search } = request;
    return new DirectoryList(
      client,
      (after) =>
        query(
          collection(firestore, config.collections.directory),
          ...constraintsOf(found),
          orderBy(field, direction),
          ...(after === null ? [] : [startAfter(after)]),
          limit(DIRECTORY_PAGE),
        ),
      DIRECTORY_PAGE,
      search === undefined ? null : (row) => matchesSearch(row, search),
    );
  }, [client, config, firestore, key]);
}

export function useDirectoryRows(list: DirectoryList) {
  return useSyncExternalStore(list.subscribe, list.getSnapshot, list.getSnapshot);
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

/** How many people each of these filters finds, by its key; absent until it is known. Counted once a visit and at `again`. */
export function useCounts(
  filters: readonly (readonly [key: string, filter: DirectoryFilter | EndFilter | null])[],
  again: unknown,
): Readonly<Record<string, number>> {
  const { config, firestore } = useConsole();
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const keys = filters.map(([key]) => key).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the filters.
  useEffect(() => {
    let isOver = false;
    for (const [key, filter] of filters) {
      getCountFromServer(countQuery(firestore, config.collections.directory, filter)).then(
        (answer) => {
          if (!isOver) setCounts((known) => ({ ...known, [key]: answer.data().count }));
        },
        // A filter without its number is one all the same.
        () => undefined,
      );
    }
    return () => {
      isOver = true;
    };
  }, [firestore, config, keys, again]);
  return counts;
}

function countQuery(
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
