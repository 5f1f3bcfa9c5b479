import {
  computed,
  DestroyRef,
  type EnvironmentProviders,
  effect,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  type Signal,
  signal,
  untracked,
} from '@angular/core';
import type { CanMatchFn } from '@angular/router';
import type {
  DocumentData,
  DocumentReference,
  Query,
  QueryDocumentSnapshot,
} from 'firebase/firestore';
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
import { guardRoute } from './guard-route.ts';

/**
 * Providers, signals and a route guard, typed by one app's roles and permissions.
 *
 * @example
 * const access: LiveClaimsAngular<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsAngular<typeof roles>();
 */
export interface LiveClaimsAngular<Role extends string, Permission extends string> {
  /**
   * Gives the app its client. Does not close it: the code that created the client does.
   *
   * @example
   * bootstrapApplication(App, { providers: [provideLiveClaims(claims), provideRouter(routes)] });
   */
  provideLiveClaims(client: LiveClaims<Role, Permission>): EnvironmentProviders;
  /**
   * The app's client, for `watch` and `withFreshClaims`. Like each of these, to be called in an injection context.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly claims = injectLiveClaimsClient();
   */
  injectLiveClaimsClient(): LiveClaims<Role, Permission>;
  /**
   * The current snapshot.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly access = injectLiveClaims(); // {{ access().role }}
   */
  injectLiveClaims(): Signal<ClaimsSnapshot<Role, Permission>>;
  /**
   * Whether the signed-in person holds the permission now. Decides what to show; the security rules decide
   * what happens.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly canWrite = injectCan('posts.write'); // @if (canWrite()) { <editor /> } @else { … }
   */
  injectCan(permission: Permission | (() => Permission)): Signal<boolean>;
  /**
   * A route guard for `canMatch`. Waits for the server's first word about the account, then lets persons with the
   * permission in and sends others to `otherwise`. Whenever permissions change later, the open page is checked again, and
   * left when the permission is lost. On a server, where no client is signed in, it lets through: the browser decides.
   *
   * @param otherwise a path of the app.
   * @example
   * const routes = [{ path: 'edit', component: Editor, canMatch: [requirePermission('posts.write', '/')] }];
   */
  requirePermission(permission: Permission, otherwise: string): CanMatchFn;
  /**
   * The results of a Firestore query, live: gone when access is revoked, back when it is granted.
   *
   * @param query may read signals; when it changes, an equal one (`queryEqual`) continues. Null for no query.
   * @param read turns a document into an item, null leaves it out. Called for each snapshot.
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly posts = injectLiveQuery(() => query(all, where('topic', '==', this.topic())), toPost);
   * // @for (post of posts().items; track post.id) { … }
   */
  injectLiveQuery<Item, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    query: () => Query<Data, Stored> | null,
    read: (document: QueryDocumentSnapshot<Data, Stored>) => Item | null,
  ): Signal<LiveQuery<Item>>;
  /**
   * One Firestore document, live, in the same way. Server timestamps that are not confirmed yet are
   * given as estimates.
   *
   * @param document may read signals. Null for no document.
   * @param read turns the document's fields into a value; gets undefined when there is no document.
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly settings = injectLiveDocument(() => doc(firestore, 'settings/access'), readSettings);
   */
  injectLiveDocument<Value, Data = DocumentData, Stored extends DocumentData = DocumentData>(
    document: () => DocumentReference<Data, Stored> | null,
    read: (data: Data | undefined) => Value,
  ): Signal<LiveDocument<Value>>;
}

/**
 * Makes the Angular bindings for an app's role table: a permission or a role that the table does not
 * have is a type error. Needs Angular 21 and its router, and neither RxJS nor zone.js of its own. The table is a type
 * only, so every call gives the same functions.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsAngular } from 'live-claims/angular';
 * import type { roles } from './live-claims.config';
 *
 * export const { provideLiveClaims, injectLiveClaims, injectCan, injectLiveQuery, requirePermission } =
 *   createLiveClaimsAngular<typeof roles>();
 */
export function createLiveClaimsAngular<Table extends Roles>(): LiveClaimsAngular<
  RoleOf<Table>,
  PermissionOf<Table>
> {
  // The provider takes only a client of this table, so the snapshot holds only its roles and permissions.
  return bindings as unknown as LiveClaimsAngular<RoleOf<Table>, PermissionOf<Table>>;
}

type Bindings = LiveClaimsAngular<string, string>;

interface Provided {
  readonly client: LiveClaims;
  readonly snapshot: Signal<ClaimsSnapshot>;
}

const PROVIDED = /* @__PURE__ */ new InjectionToken<Provided>('live-claims');

function provided(): Provided {
  const found = inject(PROVIDED, { optional: true });
  if (!found) throw new Error('Put `provideLiveClaims(claims)` among the providers of the app.');
  return found;
}

function injectSource<Value, Shown>(
  source: () => unknown,
  read: ReadSnapshot<Value>,
  as: (live: LiveDocument<Value>) => Shown,
): Signal<Shown> {
  const { initial, use, stop } = switchSources(provided().client, read, (live) =>
    shown.set(as(live)),
  );
  const shown = signal(as(initial));
  effect(() => {
    const next = source();
    untracked(() => use(next));
  });
  inject(DestroyRef).onDestroy(stop);
  return shown.asReadonly();
}

const bindings: Bindings = {
  provideLiveClaims: (client) =>
    makeEnvironmentProviders([
      {
        provide: PROVIDED,
        useFactory: (): Provided => {
          const snapshot = signal(client.getSnapshot());
          const update = () => snapshot.set(client.getSnapshot());
          if (!isServer()) inject(DestroyRef).onDestroy(client.subscribe(update));
          return { client, snapshot };
        },
      },
    ]),
  injectLiveClaimsClient: () => provided().client,
  injectLiveClaims: () => provided().snapshot,
  injectCan(permission) {
    const { snapshot } = provided();
    const wanted = typeof permission === 'function' ? permission : () => permission;
    return computed(() => snapshot().permissions.includes(wanted()));
  },
  requirePermission: (permission, otherwise) =>
    guardRoute(() => provided().client, permission, otherwise),
  injectLiveQuery: (query, read) => injectSource(query, readItems(read), asQuery),
  injectLiveDocument: (document, read) => injectSource(document, readFields(read), (live) => live),
};
