import type { DocumentData, DocumentReference, Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { type ReactNode } from 'react';
import type { Roles } from '../core/index.js';
import type { ClaimsSnapshot, LiveClaims, PermissionOf, RoleOf } from '../web/types.js';
import { type LiveDocument, type LiveQuery } from './use-live-query.js';
/** Provider, hooks and `<Can>`, which know one app's roles and permissions. */
export interface LiveClaimsReact<Role extends string, Permission extends string> {
    /**
     * Gives the components inside their client. Does not close it: the code that created the client
     * does, and an app keeps it for as long as the page lives.
     *
     * @example
     * <LiveClaimsProvider client={claims}><App /></LiveClaimsProvider>
     */
    LiveClaimsProvider(props: {
        readonly client: LiveClaims<Role, Permission>;
        readonly children?: ReactNode;
    }): ReactNode;
    /**
     * The client of the nearest `<LiveClaimsProvider>`, for `watch` and `withFreshClaims`.
     *
     * @throws {Error} outside of a `<LiveClaimsProvider>`.
     * @example
     * const claims = useLiveClaimsClient();
     * await claims.withFreshClaims(() => deleteDoc(post));
     */
    useLiveClaimsClient(): LiveClaims<Role, Permission>;
    /**
     * The current snapshot; renders again whenever anything in it changes.
     *
     * @throws {Error} outside of a `<LiveClaimsProvider>`.
     * @example
     * const { status, role, error } = useLiveClaims();
     */
    useLiveClaims(): ClaimsSnapshot<Role, Permission>;
    /**
     * Whether the signed-in person holds the permission now; renders again only when this answer
     * changes. Decides what to show; the security rules decide what happens.
     *
     * @throws {Error} outside of a `<LiveClaimsProvider>`.
     * @example
     * const canWrite = useCan('posts.write');
     */
    useCan(permission: Permission): boolean;
    /**
     * Shows its children to a person with the permission, and `fallback` to everyone else.
     *
     * @example
     * <Can permission="posts.write" fallback={<ReadOnly />}><Editor /></Can>
     */
    Can(props: {
        readonly permission: Permission;
        /** @default null */
        readonly fallback?: ReactNode;
        readonly children?: ReactNode;
    }): ReactNode;
    /**
     * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
     *
     * @param query the same object for as long as the question is the same (`useMemo`); null to ask nothing.
     * @param read turns a document into an item, null leaves it out; the same function on every render.
     * @throws {Error} outside of a `<LiveClaimsProvider>`.
     * @example
     * const posts = useMemo(() => query(collection(firestore, 'posts'), limit(50)), []);
     * const { status, items } = useLiveQuery(posts, toPost);
     */
    useLiveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(query: Query<Data, Stored> | null, read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null): LiveQuery<Item>;
    /**
     * One Firestore document, live, in the same way. Server timestamps that are still on their way are
     * given as estimates.
     *
     * @param document the same object for as long as the question is the same; null to ask nothing.
     * @param read turns the document's fields into a value; gets undefined when there is no document.
     * @throws {Error} outside of a `<LiveClaimsProvider>`.
     * @example
     * const settings = useMemo(() => doc(firestore, 'settings/access'), []);
     * const { status, value } = useLiveDocument(settings, readSettings);
     */
    useLiveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(document: DocumentReference<Data, Stored> | null, read: (data: Data | undefined) => Value): LiveDocument<Value>;
}
/**
 * Makes the React bindings for an app's role table: a permission or a role that the table does not have
 * is a type error. Needs React 18 or 19. The table is a type only, so every call gives the same
 * components and hooks.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsReact } from 'live-claims/react';
 * import type { roles } from './live-claims.config.js';
 *
 * export const { LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery, Can } =
 *   createLiveClaimsReact<typeof roles>();
 */
export declare function createLiveClaimsReact<Table extends Roles>(): LiveClaimsReact<RoleOf<Table>, PermissionOf<Table>>;
