import {
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  type FirestoreError,
  getDocFromServer,
  getDocsFromServer,
  type Query,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
  queryEqual,
  refEqual,
} from 'firebase/firestore';
import { useEffect, useRef, useState } from 'react';
import type { LiveClaims } from '../web/types.ts';

/**
 * - `idle`: the query is null.
 * - `loading`: there is no answer yet.
 * - `ready`: the items are the server's, or the cache's until the server has answered, and live.
 * - `denied`: access is gone. Comes back by itself when it is granted.
 * - `error`: the listener failed for another reason: see `error`.
 *
 * @example
 * if (found.status === 'denied') return <NoAccess />;
 */
export type LiveQueryStatus = 'idle' | 'loading' | 'ready' | 'denied' | 'error';

/**
 * What is known of one document at this moment.
 *
 * @example
 * const { status, value, retry } = useLiveDocument(doc(firestore, 'settings/access'), readSettings);
 */
export interface LiveDocument<Value> {
  readonly status: LiveQueryStatus;
  /** Of the last source that answered, until access is gone; null for nothing yet. */
  readonly value: Value | null;
  /** Why it failed; only with status `error`. */
  readonly error: FirestoreError | null;
  /** Starts the listener again, after an `error`. */
  readonly retry: () => void;
}

/**
 * What is known of a query's results at this moment.
 *
 * @example
 * const { status, items, error, retry } = useLiveQuery(posts, toPost);
 */
export interface LiveQuery<Item> extends Omit<LiveDocument<unknown>, 'value'> {
  /** Of the last query that answered, until access is gone. */
  readonly items: readonly Item[];
}

type Client = Pick<LiveClaims, 'watch'>;
type Source = Query | DocumentReference;

const NO_ITEMS: readonly never[] = [];

/** The pause before the server is asked again whether the result is empty, in milliseconds. */
const CONFIRM_EMPTY_MS = 4_000;

/** `useLiveQuery` with the client as an argument. */
export function useQueryOf<Item, Data, Stored extends DocumentData>(
  client: Client,
  query: Query<Data, Stored> | null,
  read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
): LiveQuery<Item> {
  const readAll = ({ docs, metadata }: QuerySnapshot<Data, Stored>) => {
    const items = docs.map(read).filter((item) => item !== null);
    // Offline, Firestore answers from an empty cache after a while: that is no answer.
    return metadata.fromCache && items.length === 0 ? null : items;
  };
  const { value, ...rest } = useWatch(client, query as Query | null, readAll);
  return { ...rest, items: value ?? NO_ITEMS };
}

/** `useLiveDocument` with the client as an argument. */
export function useDocumentOf<Value, Data, Stored extends DocumentData>(
  client: Client,
  document: DocumentReference<Data, Stored> | null,
  read: (data: Data | undefined) => Value,
): LiveDocument<Value> {
  const readOne = (snapshot: DocumentSnapshot<Data, Stored>) => {
    const data = snapshot.data({ serverTimestamps: 'estimate' });
    return snapshot.metadata.fromCache && data === undefined ? null : read(data);
  };
  return useWatch(client, document as DocumentReference | null, readOne);
}

/** The previous source while it is equal: a query that is made in a render is a new object each time. */
function useSame(source: Source | null): Source | null {
  const [kept, setKept] = useState(source);
  if (kept === source || (kept && source && isSame(kept, source))) return kept;
  setKept(source);
  return source;
}

const isSame = (one: Source, other: Source) =>
  one.type === 'document'
    ? other.type === 'document' && refEqual(one, other)
    : other.type !== 'document' && queryEqual(one, other);

const askServer = (source: Source) =>
  source.type === 'document' ? getDocFromServer(source) : getDocsFromServer(source);

// biome-ignore lint/suspicious/noExplicitAny: a query's or a document's snapshot, as the caller has typed it.
type Read<Value> = (snapshot: any) => Value | null;

interface Answer<Value> extends Omit<LiveDocument<Value>, 'retry'> {
  /** The source that answered. */
  readonly to: Source | null;
}

/** @param read the snapshot's value; null when it is no answer yet. */
function useWatch<Value>(
  client: Client,
  given: Source | null,
  read: Read<Value>,
): LiveDocument<Value> {
  const source = useSame(given);
  // A new `read` function is no reason to restart the listener.
  const latestRead = useRef(read);
  useEffect(() => {
    latestRead.current = read;
  });
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer<Value>>({
    to: null,
    status: 'loading',
    value: null,
    error: null,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another listener.
  useEffect(() => {
    if (source === null) return;
    const settle = (
      status: LiveQueryStatus,
      value: Value | null = null,
      error: FirestoreError | null = null,
    ) => setAnswer({ to: source, status, value, error });
    let timer: ReturnType<typeof setTimeout> | undefined;
    let events = 0;
    const heard = () => {
      clearTimeout(timer);
      return ++events;
    };
    // An empty result of the server is no change for the listener, so the server is asked for it.
    const confirmEmpty = async (since: number) => {
      const confirmed = await askServer(source).catch(() => null);
      if (since !== events) return;
      if (confirmed === null) timer = setTimeout(() => confirmEmpty(since), CONFIRM_EMPTY_MS);
      else settle('ready', latestRead.current(confirmed));
    };
    // `watch` tells queries and documents apart by type; the callers of this hook have done so.
    const unsubscribe = client.watch(source as Query, {
      next(snapshot) {
        const event = heard();
        const value = latestRead.current(snapshot);
        settle(value === null ? 'loading' : 'ready', value);
        if (value === null) void confirmEmpty(event);
      },
      denied() {
        heard();
        settle('denied');
      },
      error(error) {
        heard();
        settle('error', null, error);
      },
    });
    return () => {
      heard();
      unsubscribe();
    };
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
