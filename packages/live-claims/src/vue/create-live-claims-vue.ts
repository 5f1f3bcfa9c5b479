import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
import {
  type ComputedRef,
  computed,
  defineComponent,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  onScopeDispose,
  type Plugin,
  type ShallowRef,
  shallowRef,
  toValue,
  type VNode,
  watch,
} from 'vue';
import { holds } from '../web/can.ts';
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
 * Plugin, composables and `<Can>`, typed by one app's configuration.
 *
 * @example
 * const access: LiveClaimsVue<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsVue<typeof roles>();
 */
export interface LiveClaimsVue<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * Gives the app's components their client. Does not close it: the code that created the client does.
   *
   * @example
   * createApp(App).use(LiveClaimsPlugin, claims).mount('#app');
   */
  LiveClaimsPlugin: Plugin<[LiveClaims<Role, Permission, Additional>]>;
  /**
   * The app's client, for `watch` and `withFreshClaims`. Like each of these, to be called in `setup`.
   *
   * @throws {Error} without `app.use(LiveClaimsPlugin, claims)`.
   * @example
   * const claims = useLiveClaimsClient();
   * const remove = () => claims.withFreshClaims(() => deleteDoc(post));
   */
  useLiveClaimsClient(): LiveClaims<Role, Permission, Additional>;
  /**
   * The current snapshot.
   *
   * @throws {Error} without `app.use(LiveClaimsPlugin, claims)`.
   * @example
   * const access = useLiveClaims();
   * watchEffect(() => console.log(access.value.role));
   */
  useLiveClaims(): Readonly<ShallowRef<ClaimsSnapshot<Role, Permission, Additional>>>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation. Decides what to show; the
   * security rules decide what happens.
   *
   * @throws {Error} without `app.use(LiveClaimsPlugin, claims)`.
   * @example
   * const canWrite = useCan('posts.write');
   * const canInvite = useCan('members.manage', { in: () => props.orgId });
   */
  useCan(permission: MaybeRefOrGetter<Permission>): ComputedRef<boolean>;
  useCan(
    permission: MaybeRefOrGetter<OrgPermissionOf<Additional>>,
    where: { readonly in: MaybeRefOrGetter<InOrg['in']> },
  ): ComputedRef<boolean>;
  /**
   * Shows its default slot to a person with the permission, with `in` in that organisation, and the slot `fallback` to
   * everyone else.
   *
   * @example
   * // <Can permission="posts.write"><Editor /><template #fallback><ReadOnly /></template></Can>
   */
  Can: new () => {
    $props:
      | { readonly permission: Permission; readonly in?: never }
      | ({ readonly permission: OrgPermissionOf<Additional> } & InOrg);
    $slots: { default?(): VNode[]; fallback?(): VNode[] };
  };
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
   *
   * @param query a query, a ref or a getter; when it changes, an equal one (`queryEqual`) continues. Null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @throws {Error} without `app.use(LiveClaimsPlugin, claims)`.
   * @example
   * const posts = useLiveQuery(() => query(all, where('topic', '==', props.topic)), toPost);
   */
  useLiveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: MaybeRefOrGetter<Query<Data, Stored> | null>,
    read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
  ): Readonly<ShallowRef<LiveQuery<Item>>>;
  /**
   * One Firestore document, live, in the same way. Server timestamps that are not confirmed yet are
   * given as estimates.
   *
   * @param document a reference, a ref or a getter. Null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document.
   * @throws {Error} without `app.use(LiveClaimsPlugin, claims)`.
   * @example
   * const settings = useLiveDocument(doc(firestore, 'settings/access'), readSettings);
   */
  useLiveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: MaybeRefOrGetter<DocumentReference<Data, Stored> | null>,
    read: (data: Data | undefined) => Value,
  ): Readonly<ShallowRef<LiveDocument<Value>>>;
}

/**
 * Makes the Vue bindings for an app's role table, or for its configuration where it has organisations or claims of its
 * own: a permission or a role that is not there is a type error. Needs Vue 3.5. It is a type only, so every call gives
 * the same plugin and composables.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsVue } from 'live-claims/vue';
 * import type { roles } from './live-claims.config.ts';
 *
 * export const { LiveClaimsPlugin, useLiveClaims, useCan, useLiveQuery, Can } =
 *   createLiveClaimsVue<typeof roles>();
 */
export function createLiveClaimsVue<App extends AppTypes>(): LiveClaimsVue<
  RoleOf<App>,
  PermissionOf<App>,
  AdditionalOf<App>
> {
  // The plugin takes only a client of this app, so the snapshot holds only what that names.
  return bindings as unknown as LiveClaimsVue<RoleOf<App>, PermissionOf<App>, AdditionalOf<App>>;
}

type Bindings = LiveClaimsVue<string, string>;

interface Provided {
  readonly client: LiveClaims;
  readonly snapshot: ShallowRef<ClaimsSnapshot>;
}

const KEY: InjectionKey<Provided> = /* @__PURE__ */ Symbol('live-claims');

function provided(): Provided {
  const found = inject(KEY, null);
  if (!found) throw new Error('Call `app.use(LiveClaimsPlugin, claims)` before mounting the app.');
  return found;
}

function useSource<Value, Shown>(
  source: MaybeRefOrGetter<unknown>,
  read: ReadSnapshot<Value>,
  as: (live: LiveDocument<Value>) => Shown,
): Readonly<ShallowRef<Shown>> {
  const { initial, use, stop } = switchSources(provided().client, read, (live) => {
    shown.value = as(live);
  });
  const shown = shallowRef(as(initial));
  watch(() => toValue(source), use, { immediate: true });
  onScopeDispose(stop);
  return shown;
}

const CanComponent = /* @__PURE__ */ defineComponent({
  props: { permission: { type: String, required: true } },
  // `in` is no prop: those that say nothing look like those that are not there.
  inheritAttrs: false,
  setup(props, { slots, attrs }) {
    const { snapshot } = provided();
    const can = () => holds(snapshot.value, props.permission, attrs as Partial<InOrg>);
    return () => (can() ? slots.default?.() : slots.fallback?.());
  },
});

const bindings: Bindings = {
  LiveClaimsPlugin: {
    install(app, client) {
      const snapshot = shallowRef(client.getSnapshot());
      app.provide(KEY, { client, snapshot });
      const update = () => {
        snapshot.value = client.getSnapshot();
      };
      if (!isServer()) app.onUnmount(client.subscribe(update));
    },
  },
  useLiveClaimsClient: () => provided().client,
  useLiveClaims: () => provided().snapshot,
  useCan(
    permission: MaybeRefOrGetter<string>,
    where?: { readonly in: MaybeRefOrGetter<InOrg['in']> },
  ) {
    const { snapshot } = provided();
    return computed(() =>
      holds(snapshot.value, toValue(permission), where && { in: toValue(where.in) }),
    );
  },
  Can: CanComponent as unknown as Bindings['Can'],
  useLiveQuery: (query, read) => useSource(query, readItems(read), asQuery),
  useLiveDocument: (document, read) => useSource(document, readFields(read), (live) => live),
};
