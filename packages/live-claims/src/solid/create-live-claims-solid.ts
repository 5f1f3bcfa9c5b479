import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
import {
  type Accessor,
  createComponent,
  createComputed,
  createContext,
  createMemo,
  createSignal,
  type JSX,
  onCleanup,
  useContext,
} from 'solid-js';
import { holds, resolve } from '../web/can.ts';
import {
  asQuery,
  isServer,
  type LiveDocument,
  type LiveQuery,
  type ReadSnapshot,
  readFields,
  readItems,
  switchSources,
} from '../web/live-query.ts';
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

/**
 * Provider and primitives, typed by one app's configuration.
 *
 * @example
 * const access: LiveClaimsSolid<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsSolid<typeof roles>();
 */
export interface LiveClaimsSolid<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * Gives the components inside their client. Does not close it: the code that created the client does.
   *
   * @example
   * <LiveClaimsProvider client={claims}><App /></LiveClaimsProvider>
   */
  LiveClaimsProvider(props: {
    readonly client: LiveClaims<Role, Permission, Additional>;
    readonly children?: JSX.Element;
  }): JSX.Element;
  /**
   * The client of the nearest `<LiveClaimsProvider>`, for `watch` and `withFreshClaims`.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const claims = useLiveClaimsClient();
   */
  useLiveClaimsClient(): LiveClaims<Role, Permission, Additional>;
  /**
   * The current snapshot.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const access = useLiveClaims();
   * createEffect(() => console.log(access().role));
   */
  useLiveClaims(): Accessor<ClaimsSnapshot<Role, Permission, Additional>>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation. Decides what to show; the
   * security rules decide what happens.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const canWrite = useCan('posts.write');
   * const canInvite = useCan('members.manage', { in: () => props.orgId });
   * return <Show when={canWrite()} fallback={<ReadOnly />}><Editor /></Show>;
   */
  useCan(permission: Permission | Accessor<Permission>): Accessor<boolean>;
  useCan(
    permission: OrgPermissionOf<Additional> | Accessor<OrgPermissionOf<Additional>>,
    where: { readonly in: InOrg['in'] | Accessor<InOrg['in']> },
  ): Accessor<boolean>;
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
   *
   * @param query when it changes, an equal one (`queryEqual`) continues. Null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const posts = useLiveQuery(() => query(all, where('topic', '==', props.topic)), toPost);
   * return <For each={posts().items}>{(post) => <Post post={post} />}</For>;
   */
  useLiveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: Accessor<Query<Data, Stored> | null>,
    read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
  ): Accessor<LiveQuery<Item>>;
  /**
   * One Firestore document, live, in the same way. Server timestamps that are not confirmed yet are
   * given as estimates.
   *
   * @param document null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document.
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const settings = useLiveDocument(() => doc(firestore, 'settings/access'), readSettings);
   */
  useLiveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: Accessor<DocumentReference<Data, Stored> | null>,
    read: (data: Data | undefined) => Value,
  ): Accessor<LiveDocument<Value>>;
}

/**
 * Makes the Solid bindings for an app's role table, or for its configuration where it has organisations or claims of its
 * own: a permission or a role that is not there is a type error. It is a type only, so every call gives the same
 * provider and primitives.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsSolid } from 'live-claims/solid';
 * import type { roles } from './live-claims.config.ts';
 *
 * export const { LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery } =
 *   createLiveClaimsSolid<typeof roles>();
 */
export function createLiveClaimsSolid<App extends AppTypes>(): LiveClaimsSolid<
  RoleOf<App>,
  PermissionOf<App>,
  AdditionalOf<App>
> {
  // The provider takes only a client of this app, so the snapshot holds only what that names.
  return bindings as unknown as LiveClaimsSolid<RoleOf<App>, PermissionOf<App>, AdditionalOf<App>>;
}

type Bindings = LiveClaimsSolid<string, string>;

interface Provided {
  readonly client: LiveClaims;
  readonly snapshot: Accessor<ClaimsSnapshot>;
}

const Context = /* @__PURE__ */ createContext<Provided | null>(null);

function provided(): Provided {
  const found = useContext(Context);
  if (!found) throw new Error('Put a <LiveClaimsProvider client={…}> around this component.');
  return found;
}

function useSource<Value, Shown>(
  source: Accessor<unknown>,
  read: ReadSnapshot<Value>,
  as: (live: LiveDocument<Value>) => Shown,
): Accessor<Shown> {
  const { initial, use, stop } = switchSources(provided().client, read, (live) =>
    setShown(() => as(live)),
  );
  const [shown, setShown] = createSignal(as(initial));
  createComputed(() => use(source()));
  onCleanup(stop);
  return shown;
}

const bindings: Bindings = {
  LiveClaimsProvider(props) {
    const { client } = props;
    const [snapshot, setSnapshot] = createSignal(client.getSnapshot());
    if (!isServer()) onCleanup(client.subscribe(() => setSnapshot(client.getSnapshot())));
    return createComponent(Context.Provider, {
      value: { client, snapshot },
      get children() {
        return props.children;
      },
    });
  },
  useLiveClaimsClient: () => provided().client,
  useLiveClaims: () => provided().snapshot,
  useCan(
    permission: string | Accessor<string>,
    where?: { readonly in: InOrg['in'] | Accessor<InOrg['in']> },
  ) {
    const { snapshot } = provided();
    return createMemo(() =>
      holds(snapshot(), resolve(permission), where && { in: resolve(where.in) }),
    );
  },
  useLiveQuery: (query, read) => useSource(query, readItems(read), asQuery),
  useLiveDocument: (document, read) => useSource(document, readFields(read), (live) => live),
};
