import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
import { derived, fromStore, type Readable, readable } from 'svelte/store';
import { holds } from '../web/can.ts';
import {
  asQuery,
  type LiveDocument,
  type LiveQuery,
  type ReadSnapshot,
  readFields,
  readItems,
  switchSources,
} from '../web/live-query.ts';
import type {
  AdditionalTypes,
  ClaimsSnapshot,
  InOrg,
  LiveClaims,
  OrgPermissionOf,
} from '../web/types.ts';

type Read<Item, Data, Stored extends DocumentData> = (
  document: QueryDocumentSnapshot<Data, Stored>,
) => Item | null;

/**
 * A client as stores, typed by its config. Each listens while a component
 * subscribes to it.
 *
 * @example
 * const { access, can }: LiveClaimsStores<Role, Permission> = createLiveClaimsStores(claims);
 */
export interface LiveClaimsStores<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * The current snapshot.
   *
   * @example
   * // {#if $access.status === 'revoked'}You were signed out.{/if}
   */
  readonly access: Readable<ClaimsSnapshot<Role, Permission, Additional>>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation. Decides what to show; the
   * security rules decide what happens.
   *
   * @example
   * const canWrite = can('posts.write'); // {#if $canWrite}<Editor />{/if}
   * const canInvite = $derived(can('members.manage', { in: orgId })); // {#if $canInvite}<Invite />{/if}
   */
  can(permission: Permission): Readable<boolean>;
  can(permission: OrgPermissionOf<Additional>, where: InOrg): Readable<boolean>;
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
   *
   * @param query null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @example
   * const posts = liveQuery(query(collection(firestore, 'posts')), toPost); // {#each $posts.items as post}
   */
  liveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: Query<Data, Stored> | null,
    read: Read<Item, Data, Stored>,
  ): Readable<LiveQuery<Item>>;
  /**
   * One Firestore document, live, in the same way. Server timestamps that are not confirmed yet are
   * given as estimates.
   *
   * @param document null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document.
   * @example
   * const settings = liveDocument(doc(firestore, 'settings/access'), readSettings);
   */
  liveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: DocumentReference<Data, Stored> | null,
    read: (data: Data | undefined) => Value,
  ): Readable<LiveDocument<Value>>;
}

/**
 * A client for runes: what is read in a template, `$derived` or `$effect` is followed.
 *
 * @example
 * const access: LiveClaimsRunes<Role, Permission> = createLiveClaimsRunes(claims);
 */
export interface LiveClaimsRunes<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * The current snapshot.
   *
   * @example
   * // {#if access.current.status === 'revoked'}You were signed out.{/if}
   */
  readonly current: ClaimsSnapshot<Role, Permission, Additional>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation. Decides what to show; the
   * security rules decide what happens.
   *
   * @example
   * // {#if access.can('posts.write')}<Editor />{/if}
   * // {#if access.can('members.manage', { in: orgId })}<Invite />{/if}
   */
  can(permission: Permission): boolean;
  can(permission: OrgPermissionOf<Additional>, where: InOrg): boolean;
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted. A query that
   * depends on state belongs into `$derived`.
   *
   * @param query null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @example
   * const posts = $derived(access.liveQuery(query(all, where('topic', '==', topic)), toPost));
   * // {#each posts.current.items as post}
   */
  liveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: Query<Data, Stored> | null,
    read: Read<Item, Data, Stored>,
  ): { readonly current: LiveQuery<Item> };
  /**
   * One Firestore document, live, in the same way.
   *
   * @param document null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document.
   * @example
   * const settings = access.liveDocument(doc(firestore, 'settings/access'), readSettings);
   */
  liveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: DocumentReference<Data, Stored> | null,
    read: (data: Data | undefined) => Value,
  ): { readonly current: LiveDocument<Value> };
}

/**
 * Makes Svelte stores of a client. They know the client's config: a permission or a role that it does
 * not have is a type error. Needs Svelte 5.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsStores } from 'live-claims/svelte';
 *
 * export const { access, can, liveQuery } = createLiveClaimsStores(createLiveClaims({ auth, firestore, config }));
 */
export function createLiveClaimsStores<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes,
>(
  client: LiveClaims<Role, Permission, Additional>,
): LiveClaimsStores<Role, Permission, Additional> {
  const access = readable(client.getSnapshot(), (set) => {
    const update = () => set(client.getSnapshot());
    update();
    return client.subscribe(update);
  });
  const follow = <Value, Shown>(
    source: unknown,
    read: ReadSnapshot<Value>,
    as: (live: LiveDocument<Value>) => Shown,
  ): Readable<Shown> =>
    readable<Shown>(undefined, (set) => {
      const { initial, use, stop } = switchSources(client, read, (live) => set(as(live)));
      set(as(initial));
      use(source);
      return stop;
    });
  return {
    access,
    can: (permission: string, where?: InOrg) =>
      derived(access, (snapshot) => holds(snapshot, permission, where)),
    liveQuery: (query, read) => follow(query, readItems(read), asQuery),
    liveDocument: (document, read) => follow(document, readFields(read), (live) => live),
  };
}

/**
 * Makes a client reactive for runes. It knows the client's config: a permission or a role that it does
 * not have is a type error. Needs Svelte 5.7.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsRunes } from 'live-claims/svelte';
 *
 * export const access = createLiveClaimsRunes(createLiveClaims({ auth, firestore, config }));
 */
export function createLiveClaimsRunes<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes,
>(client: LiveClaims<Role, Permission, Additional>): LiveClaimsRunes<Role, Permission, Additional> {
  const stores = createLiveClaimsStores(client);
  const access = fromStore(stores.access);
  return {
    get current() {
      return access.current;
    },
    can: (permission: string, where?: InOrg) => holds(access.current, permission, where),
    liveQuery: (query, read) => fromStore(stores.liveQuery(query, read)),
    liveDocument: (document, read) => fromStore(stores.liveDocument(document, read)),
  };
}
