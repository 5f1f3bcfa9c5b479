import type { Query } from 'firebase/firestore';
import type { Readable } from 'svelte/store';
import { expectTypeOf, it } from 'vitest';
import type { appRoles } from '../testing/app-roles.ts';
import type { LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
import { createLiveClaimsRunes, createLiveClaimsStores, type LiveQuery } from './index.ts';

const client = {} as LiveClaims<RoleOf<typeof appRoles>, PermissionOf<typeof appRoles>>;
const posts = {} as Query<{ readonly title: string }>;

it('stores know the role table of their client', () => {
  const { access, can, liveQuery } = createLiveClaimsStores(client);
  expectTypeOf(can('posts.write')).toEqualTypeOf<Readable<boolean>>();
  // @ts-expect-error: a typing error.
  can('posts.wirte');
  access.subscribe(({ role }) => {
    expectTypeOf(role).toEqualTypeOf<RoleOf<typeof appRoles> | null>();
    // @ts-expect-error: no role of the table.
    void (role === 'boss');
  });
  expectTypeOf(liveQuery(posts, (post) => post.data().title)).toEqualTypeOf<
    Readable<LiveQuery<string>>
  >();
});

it('runes know it too', () => {
  const access = createLiveClaimsRunes(client);
  access.can('posts.write');
  // @ts-expect-error: a typing error.
  access.can('posts.wirte');
  // @ts-expect-error: no role of the table.
  void (access.current.role === 'boss');
  const { items } = access.liveQuery(posts, (post) => post.data().title).current;
  expectTypeOf(items).toEqualTypeOf<readonly string[]>();
  // @ts-expect-error: a post has no author.
  access.liveQuery(posts, (post) => post.data().author);
});
