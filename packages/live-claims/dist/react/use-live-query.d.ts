import { type DocumentData, type DocumentReference, type FirestoreError, type Query, type QueryDocumentSnapshot } from 'firebase/firestore';
import type { LiveClaims } from '../web/types.js';
/**
 * - `idle`: nothing is asked, the query is null.
 * - `loading`: there is no answer yet.
 * - `ready`: what is shown is the server's, or the cache's until the server has spoken, and live.
 * - `denied`: access is gone. Comes back by itself when it is granted.
 * - `error`: the listener failed for another reason, which `error` tells.
 */
export type LiveQueryStatus = 'idle' | 'loading' | 'ready' | 'denied' | 'error';
/** What is known of one document at this moment. */
export interface LiveDocument<Value> {
    readonly status: LiveQueryStatus;
    /** Of the last source that answered, until access is gone; null for nothing yet. */
    readonly value: Value | null;
    /** Why it failed; only with status `error`. */
    readonly error: FirestoreError | null;
    /** Listens anew, after an `error`. */
    readonly retry: () => void;
}
/** What is known of a query's results at this moment. */
export interface LiveQuery<Item> extends Omit<LiveDocument<unknown>, 'value'> {
    /** Of the last query that answered, until access is gone. */
    readonly items: readonly Item[];
}
type Client = Pick<LiveClaims, 'watch'>;
/** `useLiveQuery` with the client as an argument. */
export declare function useQueryOf<Item, Data, Stored extends DocumentData>(client: Client, query: Query<Data, Stored> | null, read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null): LiveQuery<Item>;
/** `useLiveDocument` with the client as an argument. */
export declare function useDocumentOf<Value, Data, Stored extends DocumentData>(client: Client, document: DocumentReference<Data, Stored> | null, read: (data: Data | undefined) => Value): LiveDocument<Value>;
export {};
