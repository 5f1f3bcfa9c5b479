import type { Query } from 'firebase/firestore';
import type { Readable } from 'svelte/store';
import { expectTypeOf, it } from 'vitest';
import type { appRoles } from '../testing/app-roles.ts';
import type { orgConfig } from '../testing/org-config.ts';
import type { AdditionalOf, LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
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

it('both know the organisations and the own claims of its configuration', () => {
  const app = {} as LiveClaims<
    RoleOf<typeof orgConfig>,
    PermissionOf<typeof orgConfig>,
    AdditionalOf<typeof orgConfig>
  >;
  const { access, can } = createLiveClaimsStores(app);
  expectTypeOf(can('notes.write', { in: 'acme' })).toEqualTypeOf<Readable<boolean>>();
  // @ts-expect-error: a permission in organisations, without one.
  can('notes.write');
  // @ts-expect-error: a permission of the app, in an organisation.
  can('posts.write', { in: 'acme' });
  access.subscribe(({ custom }) => {
    expectTypeOf(custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
  });
  const runes = createLiveClaimsRunes(app);
  runes.can('notes.write', { in: null });
  // @ts-expect-error: a permission in organisations, without one.
  runes.can('notes.write');
  expectTypeOf(runes.current.orgs.acme?.role).toEqualTypeOf<
    'viewer' | 'editor' | 'owner' | undefined
  >();
  // @ts-expect-error: the app of this client has no organisations.
  createLiveClaimsRunes(client).can('posts.write', { in: 'acme' });
});
