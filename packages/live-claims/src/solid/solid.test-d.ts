import type { Query } from 'firebase/firestore';
import type { Accessor } from 'solid-js';
import { expectTypeOf, it } from 'vitest';
import type { appRoles } from '../testing/app-roles.ts';
import type { orgConfig } from '../testing/org-config.ts';
import type { AdditionalOf, LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
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

it('those of a configuration know its organisations and its own claims', () => {
  const app = createLiveClaimsSolid<typeof orgConfig>();
  expectTypeOf(app.useCan('notes.write', { in: 'acme' })).toEqualTypeOf<Accessor<boolean>>();
  app.useCan('notes.write', { in: () => undefined });
  // @ts-expect-error: a permission in organisations, without one.
  app.useCan('notes.write');
  // @ts-expect-error: a permission of the app, in an organisation.
  app.useCan('posts.write', { in: 'acme' });
  expectTypeOf(app.useLiveClaims()().custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
  app.LiveClaimsProvider({
    client: {} as LiveClaims<Role, Permission, AdditionalOf<typeof orgConfig>>,
  });
  // @ts-expect-error: the client of the role table alone.
  app.LiveClaimsProvider({ client: {} as LiveClaims<Role, Permission> });
  // @ts-expect-error: the app has no organisations.
  useCan('posts.write', { in: 'acme' });
});
