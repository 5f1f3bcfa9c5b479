import { getCountFromServer } from 'firebase/firestore';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { DirectoryFilter, DirectoryRequest, EndFilter } from '../../core/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import type { DirectoryList } from './directory-list.ts';
import { countQuery, openDirectoryList } from './directory-queries.ts';

/** The list for a request; null for a search that can find nobody. */
export function useDirectoryList(request: DirectoryRequest): DirectoryList | null {
  const { config, firestore } = useConsole();
  const client = useLiveClaimsClient();
  const key = JSON.stringify(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request.
  return useMemo(
    () => openDirectoryList(client, firestore, config.collections.directory, request),
    [client, config, firestore, key],
  );
}

export function useDirectoryRows(list: DirectoryList) {
  return useSyncExternalStore(list.subscribe, list.getSnapshot, list.getSnapshot);
}

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
