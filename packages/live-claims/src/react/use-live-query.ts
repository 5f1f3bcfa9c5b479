import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
import { useEffect, useRef, useState } from 'react';
import {
  type Answer,
  asQuery,
  isSameSource,
  type LiveDocument,
  type LiveQuery,
  listenTo,
  type ReadSnapshot,
  readFields,
  readItems,
  type Source,
  type WatchClient,
} from '../web/live-query.ts';

/** `useLiveQuery` with the client as an argument. */
export function useQueryOf<Item, Data, Stored extends DocumentData>(
  client: WatchClient,
  query: Query<Data, Stored> | null,
  read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
): LiveQuery<Item> {
  return asQuery(useWatch(client, query as Query | null, readItems(read)));
}

/** `useLiveDocument` with the client as an argument. */
export function useDocumentOf<Value, Data, Stored extends DocumentData>(
  client: WatchClient,
  document: DocumentReference<Data, Stored> | null,
  read: (data: Data | undefined) => Value,
): LiveDocument<Value> {
  return useWatch(client, document as DocumentReference | null, readFields(read));
}

/** The previous source while it is equal. */
function useSame(source: Source | null): Source | null {
  const [kept, setKept] = useState(source);
  if (isSameSource(kept, source)) return kept;
  setKept(source);
  return source;
}

function useWatch<Value>(
  client: WatchClient,
  given: Source | null,
  read: ReadSnapshot<Value>,
): LiveDocument<Value> {
  const source = useSame(given);
  // A new `read` function is no reason to restart the listener.
  const latestRead = useRef(read);
  useEffect(() => {
    latestRead.current = read;
  });
  const [attempt, setAttempt] = useState(0);
  /** With the source that answered. */
  const [answer, setAnswer] = useState<Answer<Value> & { readonly to: Source | null }>({
    to: null,
    status: 'loading',
    value: null,
    error: null,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another listener.
  useEffect(() => {
    if (source === null) return;
    const readLatest: ReadSnapshot<Value> = (snapshot) => latestRead.current(snapshot);
    return listenTo(client, source, readLatest, (heard) => setAnswer({ to: source, ...heard }));
  }, [client, source, attempt]);

  const retry = () => {
    setAnswer((last) => ({ ...last, status: 'loading', error: null }));
    setAttempt(attempt + 1);
  };
  const { to, status, value, error } = answer;
  if (source === null) return { status: 'idle', value: null, error: null, retry };
  if (to !== source) return { status: 'loading', value, error: null, retry };
  return { status, value, error, retry };
}
