/** `users/{uid}` at one revision. */
export interface Person {
    /** Null when there is no such document. */
    readonly fields: Readonly<Record<string, unknown>> | null;
    /** Names the revision: the same one, the same fields. */
    readonly revision: string;
}
/** What a listener on `users/{uid}` tells. */
export interface PersonListener {
    /** Once for the revision that it finds, and for each later one, maybe not for all. */
    readonly onRevision: (revision: string) => void;
    /** It has ended by itself and tells nothing more. */
    readonly onDead: () => void;
}
/** `users` as the permission cache needs it. */
export interface WatchPeople {
    /** As the document is at some moment between the call and its answer. */
    read(uid: string): Promise<Person>;
    /** Listens until the returned function is called. */
    watch(uid: string, listener: PersonListener): () => void;
}
