import { collection, type Firestore } from 'firebase/firestore';
import { createLiveClaimsAngular } from 'live-claims/angular';
import { createLiveClaimsSolid } from 'live-claims/solid';
import { createLiveClaimsRunes, createLiveClaimsStores } from 'live-claims/svelte';
import { createLiveClaimsVue } from 'live-claims/vue';
import type { LiveClaims, PermissionOf, RoleOf } from 'live-claims/web';
import type { roles } from './live-claims.config.js';

type Client = LiveClaims<RoleOf<typeof roles>, PermissionOf<typeof roles>>;

/** Each binding as its framework's components use it, for the types that they rest on. */
export function bindings(client: Client, firestore: Firestore) {
  const threads = collection(firestore, 'threads');
  const vue = createLiveClaimsVue<typeof roles>();
  const solid = createLiveClaimsSolid<typeof roles>();
  const angular = createLiveClaimsAngular<typeof roles>();
  const stores = createLiveClaimsStores(client);
  const runes = createLiveClaimsRunes(client);
  const answers: readonly boolean[] = [
    vue.useCan('threads.read').value,
    solid.useCan('threads.read')(),
    angular.injectCan('threads.read')(),
    runes.can('threads.read'),
  ];
  const ids: readonly string[] = [
    ...vue.useLiveQuery(threads, ({ id }) => id).value.items,
    ...solid.useLiveQuery(
      () => threads,
      ({ id }) => id,
    )().items,
    ...angular.injectLiveQuery(
      () => threads,
      ({ id }) => id,
    )().items,
    ...runes.liveQuery(threads, ({ id }) => id).current.items,
  ];
  stores.can('threads.read').subscribe((can: boolean) => answers.concat(can));
  const routes = [{ path: 'threads', canMatch: [angular.requirePermission('threads.read', '/')] }];
  return { answers, ids, routes, providers: [angular.provideLiveClaims(client)] };
}
