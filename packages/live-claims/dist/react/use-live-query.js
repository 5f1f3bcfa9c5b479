import { getDocFromServer, getDocsFromServer, } from 'firebase/firestore';
import { useCallback, useEffect, useState } from 'react';
const NO_ITEMS = [];
/** After how long the server is asked again whether there is nothing, in milliseconds. */
const CONFIRM_EMPTY_MS = 4_000;
/** `useLiveQuery` with the client as an argument. */
export function useQueryOf(client, query, read) {
    const readAll = useCallback((snapshot) => {
        const items = snapshot.docs.map(read).filter((item) => item !== null);
        // Offline, Firestore answers from an empty cache after a while: that is no answer.
        return snapshot.metadata.fromCache && items.length === 0 ? null : items;
    }, [read]);
    const { value, ...rest } = useWatch(client, query, readAll);
    return { ...rest, items: value ?? NO_ITEMS };
}
/** `useLiveDocument` with the client as an argument. */
export function useDocumentOf(client, document, read) {
    const readOne = useCallback((snapshot) => {
        const data = snapshot.data({ serverTimestamps: 'estimate' });
        return snapshot.metadata.fromCache && data === undefined ? null : read(data);
    }, [read]);
    return useWatch(client, document, readOne);
}
const askServer = (source) => source.type === 'document' ? getDocFromServer(source) : getDocsFromServer(source);
/** @param read the snapshot's value; null when it is no answer yet. */
function useWatch(client, source, read) {
    const [attempt, setAttempt] = useState(0);
    const [answer, setAnswer] = useState({
        to: null,
        status: 'loading',
        value: null,
        error: null,
    });
    // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another listener.
    useEffect(() => {
        if (source === null)
            return;
        const settle = (status, value = null, error = null) => setAnswer({ to: source, status, value, error });
        let timer;
        let events = 0;
        const heard = () => {
            clearTimeout(timer);
            return ++events;
        };
        // That there really is nothing is no change for the listener, so the server is asked for it.
        const confirmEmpty = async (since) => {
            const confirmed = await askServer(source).catch(() => null);
            if (since !== events)
                return;
            if (confirmed === null)
                timer = setTimeout(() => confirmEmpty(since), CONFIRM_EMPTY_MS);
            else
                settle('ready', read(confirmed));
        };
        // `watch` tells queries and documents apart by type; the callers of this hook have done so.
        const unsubscribe = client.watch(source, {
            next(snapshot) {
                const event = heard();
                const value = read(snapshot);
                settle(value === null ? 'loading' : 'ready', value);
                if (value === null)
                    void confirmEmpty(event);
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
    }, [client, source, read, attempt]);
    const retry = () => {
        setAnswer((last) => ({ ...last, status: 'loading', error: null }));
        setAttempt(attempt + 1);
    };
    const { to, status, value, error } = answer;
    if (source === null)
        return { status: 'idle', value: null, error: null, retry };
    if (to !== source)
        return { status: 'loading', value, error: null, retry };
    return { status, value, error, retry };
}
