import type { Query } from 'firebase/firestore';
import type { Accessor } from 'solid-js';
import { expectTypeOf, it } from 'vitest';
import type { appRoles } from '../testing/app-roles.ts';
import type { LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
import { createLiveClaimsSolid, type LiveQuery } from './index.ts';

type Role = RoleOf<typeof appRoles>;
type Permission = PermissionOf<typeof appRoles>;

const { LiveClaimsProvider, useCan, useLiveClaims, useLiveQuery } =
  createLiveClaimsSolid<typeof appRoles>();

it('the bindings know the role table', () => {
  expectTypeOf(useCan('posts.write')).toEqualTypeOf<Accessor<boolean>>();
  useCan(() => 'posts.write');
  // @ts-expect-error: a typing error.
  useCan('posts.wirte');
  // @ts-expect-error: a typing error.
  useCan(() => 'posts.wirte');
  expectTypeOf(useLiveClaims()().role).toEqualTypeOf<Role | null>();
  // @ts-expect-error: no role of the table.
  void (useLiveClaims()().role === 'boss');
});

it('they take a client of this table only', () => {
  LiveClaimsProvider({ client: {} as LiveClaims<Role, Permission> });
  // @ts-expect-error: the client of another app's table.
  LiveClaimsProvider({ client: {} as LiveClaims<'boss', 'posts.read'> });
});

it('they carry the types of a query’s converter to its items', () => {
  const posts = {} as Query<{ readonly title: string }>;
  expectTypeOf(
    useLiveQuery(
      () => posts,
      (post) => post.data().title,
    ),
  ).toEqualTypeOf<Accessor<LiveQuery<string>>>();
  useLiveQuery(
    () => posts,
    // @ts-expect-error: a post has no author.
    (post) => post.data().author,
  );
});
