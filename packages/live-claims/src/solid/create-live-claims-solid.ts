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
import type { Roles } from '../core/index.ts';
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
import type { ClaimsSnapshot, LiveClaims, PermissionOf, RoleOf } from '../web/types.ts';

/**
 * Provider and primitives, typed by one app's roles and permissions.
 *
 * @example
 * const access: LiveClaimsSolid<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsSolid<typeof roles>();
 */
export interface LiveClaimsSolid<Role extends string, Permission extends string> {
  /**
   * Gives the components inside their client. Does not close it: the code that created the client does.
   *
   * @example
   * <LiveClaimsProvider client={claims}><App /></LiveClaimsProvider>
   */
  LiveClaimsProvider(props: {
    readonly client: LiveClaims<Role, Permission>;
    readonly children?: JSX.Element;
  }): JSX.Element;
  /**
   * The client of the nearest `<LiveClaimsProvider>`, for `watch` and `withFreshClaims`.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const claims = useLiveClaimsClient();
   */
  useLiveClaimsClient(): LiveClaims<Role, Permission>;
  /**
   * The current snapshot.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const access = useLiveClaims();
   * createEffect(() => console.log(access().role));
   */
  useLiveClaims(): Accessor<ClaimsSnapshot<Role, Permission>>;
  /**
   * Whether the signed-in person holds the permission now. Decides what to show; the security rules decide
   * what happens.
   *
   * @throws {Error} outside of a `<LiveClaimsProvider>`.
   * @example
   * const canWrite = useCan('posts.write');
   * return <Show when={canWrite()} fallback={<ReadOnly />}><Editor /></Show>;
   */
  useCan(permission: Permission | Accessor<Permission>): Accessor<boolean>;
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
 * Makes the Solid bindings for an app's role table: a permission or a role that the table does not have
 * is a type error. The table is a type only, so every call gives the same provider and primitives.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsSolid } from 'live-claims/solid';
 * import type { roles } from './live-claims.config.ts';
 *
 * export const { LiveClaimsProvider, useLiveClaims, useCan, useLiveQuery } =
 *   createLiveClaimsSolid<typeof roles>();
 */
export function createLiveClaimsSolid<Table extends Roles>(): LiveClaimsSolid<
  RoleOf<Table>,
  PermissionOf<Table>
> {
  // The provider takes only a client of this table, so the snapshot holds only its roles and permissions.
  return bindings as unknown as LiveClaimsSolid<RoleOf<Table>, PermissionOf<Table>>;
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
  useCan(permission) {
    const { snapshot } = provided();
    const wanted = typeof permission === 'function' ? permission : () => permission;
    return createMemo(() => snapshot().permissions.includes(wanted()));
  },
  useLiveQuery: (query, read) => useSource(query, readItems(read), asQuery),
  useLiveDocument: (document, read) => useSource(document, readFields(read), (live) => live),
};
