import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useSyncExternalStore,
} from 'react';
import { holds } from '../web/can.ts';
import type { LiveDocument, LiveQuery } from '../web/live-query.ts';
import type {
  AdditionalOf,
  AdditionalTypes,
  AppTypes,
  ClaimsSnapshot,
  InOrg,
  LiveClaims,
  OrgPermissionOf,
  PermissionOf,
  RoleOf,
} from '../web/types.ts';
import { useDocumentOf, useQueryOf } from './use-live-query.ts';

/**
 * Provider, hooks and `<Can>`, typed by one app's configuration.
 *
 * @example
 * const access: LiveClaimsReact<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsReact<typeof roles>();
 */
export interface LiveClaimsReact<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * Gives the components inside their client. Does not close it: the code that created the client
   * does, and an app keeps it for as long as the page lives.
   *
   * @example
   * <LiveClaimsProvider client={claims}><App /></LiveClaimsProvider>
   */
  LiveClaimsProvider(props: {
    readonly client: LiveClaims<Role, Permission, Additional>;
    readonly children?: ReactNode;
  }): ReactElement | null;
  /**
   * The client of the nearest `<LiveClaimsProvider>`, for `watch` and `withFreshClaims`.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const claims = useLiveClaimsClient();
   * await claims.withFreshClaims(() => deleteDoc(post));
   */
  useLiveClaimsClient(): LiveClaims<Role, Permission, Additional>;
  /**
   * The current snapshot; renders again whenever anything in it changes.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const { status, role, error } = useLiveClaims();
   */
  useLiveClaims(): ClaimsSnapshot<Role, Permission, Additional>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation; renders again only when
   * this answer changes. Decides what to show; the security rules decide what happens.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const canWrite = useCan('posts.write');
   * const canInvite = useCan('members.manage', { in: orgId });
   */
  useCan(permission: Permission): boolean;
  useCan(permission: OrgPermissionOf<Additional>, where: InOrg): boolean;
  /**
   * Shows its children to a person with the permission, with `in` in that organisation, and `fallback` to everyone
   * else.
   *
   * @example
   * <Can permission="posts.write" fallback={<ReadOnly />}><Editor /></Can>
   * <Can permission="members.manage" in={orgId}><Invite /></Can>
   */
  Can(
    props: (
      | { readonly permission: Permission; readonly in?: never }
      | ({ readonly permission: OrgPermissionOf<Additional> } & InOrg)
    ) & {
      /** @default null */
      readonly fallback?: ReactNode;
      readonly children?: ReactNode;
    },
  ): ReactElement | null;
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
   *
   * @param query may be made in the render: an equal one (`queryEqual`) continues. Null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const posts = query(collection(firestore, 'posts'), limit(50));
   * const { status, items } = useLiveQuery(posts, toPost);
   */
  useLiveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: Query<Data, Stored> | null,
    read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
  ): LiveQuery<Item>;
  /**
   * One Firestore document, live, in the same way. Server timestamps that are not confirmed yet are
   * given as estimates.
   *
   * @param document may be made in the render. Null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document. Called
   *   for each snapshot.
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const { status, value } = useLiveDocument(doc(firestore, 'settings/access'), readSettings);
   */
  useLiveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: DocumentReference<Data, Stored> | null,
    read: (data: Data | undefined) => Value,
  ): LiveDocument<Value>;
}

/**
 * Makes the React bindings for an app's role table, or for its configuration where it has organisations or claims of its
 * own: a permission or a role that is not there is a type error. Needs React 18 or 19. It is a type only, so every call
 * gives the same components and hooks.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsReact } from 'live-claims/react';
 * import type { roles } from './live-claims.config.ts';
 *
 * export const { LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery, Can } =
 *   createLiveClaimsReact<typeof roles>();
 */
export function createLiveClaimsReact<App extends AppTypes>(): LiveClaimsReact<
  RoleOf<App>,
  PermissionOf<App>,
  AdditionalOf<App>
> {
  // The provider takes only a client of this app, so the snapshot holds only what that names.
  return bindings as unknown as LiveClaimsReact<RoleOf<App>, PermissionOf<App>, AdditionalOf<App>>;
}

type Bindings = LiveClaimsReact<string, string>;

const ClientContext = /* @__PURE__ */ createContext<LiveClaims | null>(null);

const useLiveClaimsClient: Bindings['useLiveClaimsClient'] = () => {
  const client = useContext(ClientContext);
  if (!client) throw new Error('Put a <LiveClaimsProvider client={…}> around this component.');
  return client;
};

// Each check has its own subscription, so that no two share a result (reactfire #514, #493).
const useCan = (permission: string, where?: Partial<InOrg>): boolean => {
  const { subscribe, getSnapshot } = useLiveClaimsClient();
  const can = () => holds(getSnapshot(), permission, where);
  return useSyncExternalStore(subscribe, can, can);
};

const bindings: Bindings = {
  // `.Provider`, which React 19 no longer needs, is for React 18.
  LiveClaimsProvider: ({ client, children }) => (
    <ClientContext.Provider value={client}>{children}</ClientContext.Provider>
  ),
  useLiveClaimsClient,
  useLiveClaims: () => {
    const { subscribe, getSnapshot } = useLiveClaimsClient();
    return useSyncExternalStore(subscribe, getSnapshot, getSnapshot);
  },
  useCan,
  // An element and not a node: React 18's types take no other component.
  Can: (props) => <>{useCan(props.permission, props) ? props.children : props.fallback}</>,
  useLiveQuery: (query, read) => useQueryOf(useLiveClaimsClient(), query, read),
  useLiveDocument: (document, read) => useDocumentOf(useLiveClaimsClient(), document, read),
};
