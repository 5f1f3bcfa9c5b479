import {
  type DocumentReference,
  type DocumentSnapshot,
  type FirestoreError,
  getDocFromServer,
  getDocsFromServer,
  type Query,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
} from 'firebase/firestore';
import { useCallback, useEffect, useState } from 'react';
import { useFirebase } from './firebase-context.ts';

/**
 * `loading`: no answer yet. `ready`: the value is the server's, live. `closed`: access is gone, or
 * nothing is asked; it opens by itself. `failed`: `error` says why.
 */
type Status = 'loading' | 'ready' | 'closed' | 'failed';

interface Live<Value> {
  readonly status: Status;
  /** Of the last source that answered, until access is gone. */
  readonly value: Value | null;
  readonly error: FirestoreError | null;
  readonly retry: () => void;
}

/** What is known of a query's results at this moment. */
export interface LiveQuery<Item> extends Omit<Live<unknown>, 'value'> {
  readonly items: readonly Item[];
}

const NONE: readonly never[] = [];

/** After how long the server is asked again whether there is nothing, in milliseconds. */
const ASK_AGAIN = 4000;

/**
 * A query's results, live: closed when access is revoked, open again when it is granted.
 *
 * @param query the same object for as long as the question is the same; null to ask nothing.
 * @param read a document as an item, null to leave it out; a function of the module.
 */
export function useLiveQuery<Item>(
  query: Query | null,
  read: (document: QueryDocumentSnapshot) => Item | null,
): LiveQuery<Item> {
  const readAll = useCallback(
    (snapshot: QuerySnapshot) => {
      const items = snapshot.docs.map(read).filter((item) => item !== null);
      // Offline, Firestore answers from an empty cache after a while: that is no answer.
      return snapshot.metadata.fromCache && items.length === 0 ? null : items;
    },
    [read],
  );
  const { value, ...rest } = useWatch(query, readAll);
  return { ...rest, items: value ?? NONE };
}

/** One document, live, in the same way; `read` gets undefined where it does not exist. */
export function useLiveDocument<Value>(
  document: DocumentReference | null,
  read: (data: unknown) => Value,
): Live<Value> {
  const readOne = useCallback(
    (snapshot: DocumentSnapshot) => {
      const data = snapshot.data({ serverTimestamps: 'estimate' });
      return snapshot.metadata.fromCache && data === undefined ? null : read(data);
    },
    [read],
  );
  return useWatch(document, readOne);
}

const askServer = (source: Query | DocumentReference) =>
  source.type === 'document' ? getDocFromServer(source) : getDocsFromServer(source);

interface Answer<Value> extends Omit<Live<Value>, 'retry'> {
  readonly to: object | null;
}

/** @param read the snapshot's value; null when it is no answer yet. */
function useWatch<Snapshot, Value>(
  source: Query | DocumentReference | null,
  read: (snapshot: Snapshot) => Value | null,
): Live<Value> {
  const { claims } = useFirebase();
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
    const settle = (status: Status, value: Value | null, error: FirestoreError | null) =>
      setAnswer({ to: source, status, value, error });
    let askAgain: ReturnType<typeof setTimeout> | undefined;
    let answers = 0;
    // The server's word that there really is nothing is no change, and would not be told.
    const confirmEmpty = async (turn: number) => {
      const said = await askServer(source).catch(() => null);
      if (turn !== answers) return;
      if (said === null) askAgain = setTimeout(() => confirmEmpty(turn), ASK_AGAIN);
      else settle('ready', read(said as Snapshot), null);
    };
    const heard = () => {
      clearTimeout(askAgain);
      answers += 1;
      return answers;
    };
    // `watch` tells queries and documents apart by type; this hook's callers have done so.
    const stop = claims.watch(source as Query, {
      next(snapshot) {
        const turn = heard();
        const value = read(snapshot as Snapshot);
        settle(value === null ? 'loading' : 'ready', value, null);
        if (value === null) void confirmEmpty(turn);
      },
      denied() {
        heard();
        settle('closed', null, null);
      },
      error(error) {
        heard();
        settle('failed', null, error);
      },
    });
    return () => {
      heard();
      stop();
    };
  }, [claims, source, read, attempt]);

  const retry = () => {
    setAnswer((last) => ({ ...last, status: 'loading', error: null }));
    setAttempt(attempt + 1);
  };
  if (source === null) return { status: 'closed', value: null, error: null, retry };
  if (answer.to !== source) return { status: 'loading', value: answer.value, error: null, retry };
  const { status, value, error } = answer;
  return { status, value, error, retry };
}
