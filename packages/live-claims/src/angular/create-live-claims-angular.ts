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
import { guardRoute, type RouteOrg } from './guard-route.ts';

/**
 * Providers, signals and a route guard, typed by one app's configuration.
 *
 * @example
 * const access: LiveClaimsAngular<RoleOf<typeof roles>, PermissionOf<typeof roles>> =
 *   createLiveClaimsAngular<typeof roles>();
 */
export interface LiveClaimsAngular<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /**
   * Gives the app its client. Does not close it: the code that created the client does.
   *
   * @example
   * bootstrapApplication(App, { providers: [provideLiveClaims(claims), provideRouter(routes)] });
   */
  provideLiveClaims(client: LiveClaims<Role, Permission, Additional>): EnvironmentProviders;
  /**
   * The app's client, for `watch` and `withFreshClaims`. Like each of these, to be called in an injection context.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly claims = injectLiveClaimsClient();
   */
  injectLiveClaimsClient(): LiveClaims<Role, Permission, Additional>;
  /**
   * The current snapshot.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly access = injectLiveClaims(); // {{ access().role }}
   */
  injectLiveClaims(): Signal<ClaimsSnapshot<Role, Permission, Additional>>;
  /**
   * Whether the signed-in person holds the permission now, with `in` in that organisation. Decides what to show; the
   * security rules decide what happens.
   *
   * @throws {Error} without `provideLiveClaims`.
   * @example
   * readonly canWrite = injectCan('posts.write'); // @if (canWrite()) { <editor /> } @else { … }
   * readonly canInvite = injectCan('members.manage', { in: this.orgId }); // orgId = input.required<string>()
   */
  injectCan(permission: Permission | (() => Permission)): Signal<boolean>;
  injectCan(
    permission: OrgPermissionOf<Additional> | (() => OrgPermissionOf<Additional>),
    where: { readonly in: InOrg['in'] | (() => InOrg['in']) },
  ): Signal<boolean>;
  /**
   * A route guard for `canMatch`. Waits for the server's first word about the account, then lets persons with the
   * permission in and sends others to `otherwise`. Whenever permissions change later, the open page is checked again, and
   * left when the permission is lost. On a server, where no client is signed in, it lets through: the browser decides.
   *
   * @param otherwise a path of the app.
   * @param where finds the organisation's id in the path.
   * @example
   * const routes = [
   *   { path: 'edit', component: Editor, canMatch: [requirePermission('posts.write', '/')] },
   *   {
   *     path: 'orgs/:orgId/members',
   *     component: Members,
   *     canMatch: [requirePermission('members.manage', '/', { in: ([, org]) => org?.path })],
   *   },
   * ];
   */
  requirePermission(permission: Permission, otherwise: string): CanMatchFn;
  requirePermission(
    permission: OrgPermissionOf<Additional>,
    otherwise: string,
    where: RouteOrg,
  ): CanMatchFn;
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
 * Makes the Angular bindings for an app's role table, or for its configuration where it has organisations or claims of
 * its own: a permission or a role that is not there is a type error. Needs Angular 21 and its router, and neither RxJS
 * nor zone.js of its own. It is a type only, so every call gives the same functions.
 *
 * @example
 * // access.ts
 * import { createLiveClaimsAngular } from 'live-claims/angular';
 * import type { roles } from './live-claims.config';
 *
 * export const { provideLiveClaims, injectLiveClaims, injectCan, injectLiveQuery, requirePermission } =
 *   createLiveClaimsAngular<typeof roles>();
 */
export function createLiveClaimsAngular<App extends AppTypes>(): LiveClaimsAngular<
  RoleOf<App>,
  PermissionOf<App>,
  AdditionalOf<App>
> {
  // The provider takes only a client of this app, so the snapshot holds only what that names.
  return bindings as unknown as LiveClaimsAngular<
    RoleOf<App>,
    PermissionOf<App>,
    AdditionalOf<App>
  >;
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
  injectCan(
    permission: string | (() => string),
    where?: { readonly in: InOrg['in'] | (() => InOrg['in']) },
  ) {
    const { snapshot } = provided();
    return computed(() =>
      holds(snapshot(), resolve(permission), where && { in: resolve(where.in) }),
    );
  },
  requirePermission: (permission: string, otherwise: string, where?: RouteOrg) =>
    guardRoute(() => provided().client, permission, otherwise, where),
  injectLiveQuery: (query, read) => injectSource(query, readItems(read), asQuery),
  injectLiveDocument: (document, read) => injectSource(document, readFields(read), (live) => live),
};
