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
import type { LiveClaims, Unsubscribe } from './types.ts';

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

export type WatchClient = Pick<LiveClaims, 'watch'>;
export type Source = Query | DocumentReference;

/** A snapshot's value; null when it is no answer yet. */
// biome-ignore lint/suspicious/noExplicitAny: a query's or a document's snapshot, as the caller has typed it.
export type ReadSnapshot<Value> = (snapshot: any) => Value | null;

/** The pause before the server is asked again whether the result is empty, in milliseconds. */
const CONFIRM_EMPTY_MS = 4_000;

const NO_ITEMS: readonly never[] = [];

/** Whether two sources ask the same: a query that is made in a render is a new object each time. */
export const isSameSource = (one: Source | null, other: Source | null): boolean => {
  if (one === other || !one || !other) return one === other;
  return one.type === 'document'
    ? other.type === 'document' && refEqual(one, other)
    : other.type !== 'document' && queryEqual(one, other);
};

/** Reads a query's snapshot by its documents. */
export const readItems =
  <Item, Data, Stored extends DocumentData>(
    read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
  ) =>
  ({ docs, metadata }: QuerySnapshot<Data, Stored>): readonly Item[] | null => {
    const items = docs.map(read).filter((item) => item !== null);
    // Offline, Firestore answers from an empty cache after a while: that is no answer.
    return metadata.fromCache && items.length === 0 ? null : items;
  };

/** Reads a document's snapshot by its fields. */
export const readFields =
  <Value, Data, Stored extends DocumentData>(read: (data: Data | undefined) => Value) =>
  (snapshot: DocumentSnapshot<Data, Stored>): Value | null => {
    const data = snapshot.data({ serverTimestamps: 'estimate' });
    return snapshot.metadata.fromCache && data === undefined ? null : read(data);
  };

export const asQuery = <Item>({
  value,
  ...rest
}: LiveDocument<readonly Item[]>): LiveQuery<Item> => ({ ...rest, items: value ?? NO_ITEMS });

const askServer = (source: Source) =>
  source.type === 'document' ? getDocFromServer(source) : getDocsFromServer(source);

export type Answer<Value> = Omit<LiveDocument<Value>, 'retry'>;

/** Listens to one source, and calls `settle` with what is known of it after every change. */
export function listenTo<Value>(
  client: WatchClient,
  source: Source,
  read: ReadSnapshot<Value>,
  settle: (answer: Answer<Value>) => void,
): Unsubscribe {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let events = 0;
  const heard = () => {
    clearTimeout(timer);
    return ++events;
  };
  const ready = (value: Value | null) => settle({ status: 'ready', value, error: null });
  // An empty result of the server is no change for the listener, so the server is asked for it.
  const confirmEmpty = async (since: number) => {
    const confirmed = await askServer(source).catch(() => null);
    if (since !== events) return;
    if (confirmed === null) timer = setTimeout(() => confirmEmpty(since), CONFIRM_EMPTY_MS);
    else ready(read(confirmed));
  };
  // `watch` tells queries and documents apart by type; the callers have done so.
  const unsubscribe = client.watch(source as Query, {
    next(snapshot) {
      const event = heard();
      const value = read(snapshot);
      if (value !== null) ready(value);
      else {
        settle({ status: 'loading', value, error: null });
        void confirmEmpty(event);
      }
    },
    denied() {
      heard();
      settle({ status: 'denied', value: null, error: null });
    },
    error(error) {
      heard();
      settle({ status: 'error', value: null, error });
    },
  });
  return () => {
    heard();
    unsubscribe();
  };
}

/** A source that may be replaced by another one. */
interface SourceSwitch<Value> {
  /** What is known before the first call of `show`. */
  readonly initial: LiveDocument<Value>;
  /** Listens to this source from now on; an equal one continues. Null for none. */
  use(source: unknown): void;
  stop(): void;
}

/**
 * For frameworks in which a component runs once, and not at every change. On a server it listens to nothing:
 * nothing would stop it there.
 *
 * @param show gets what is known after every change, also of the source.
 */
export function switchSources<Value>(
  client: WatchClient,
  read: ReadSnapshot<Value>,
  show: (live: LiveDocument<Value>) => void,
): SourceSwitch<Value> {
  let source: Source | null = null;
  let live: LiveDocument<Value>;
  let stop: Unsubscribe = () => {};
  const tell = (answer: Answer<Value>) => {
    live = { ...answer, retry };
    show(live);
  };
  const start = () => {
    stop();
    stop = () => {};
    if (source === null) return tell({ status: 'idle', value: null, error: null });
    // What the last source has answered stays until this one has.
    tell({ ...live, status: 'loading', error: null });
    if (!isServer()) stop = listenTo(client, source, read, tell);
  };
  const retry = () => {
    if (source !== null) start();
  };
  live = { status: 'idle', value: null, error: null, retry };
  return {
    initial: live,
    use(next) {
      if (isSameSource(source, next as Source | null)) return;
      source = next as Source | null;
      start();
    },
    stop: () => {
      source = null;
      stop();
    },
  };
}

/** Whether this renders pages on a server: nothing is subscribed there, since nothing would unsubscribe. */
export const isServer = (): boolean => typeof window === 'undefined';
