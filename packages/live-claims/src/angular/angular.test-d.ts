import type { Signal } from '@angular/core';
import type { CanMatchFn } from '@angular/router';
import type { Query } from 'firebase/firestore';
import { expectTypeOf, it } from 'vitest';
import type { appRoles } from '../testing/app-roles.ts';
import type { orgConfig } from '../testing/org-config.ts';
import type { AdditionalOf, LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
import { createLiveClaimsAngular, type LiveQuery } from './index.ts';

type Role = RoleOf<typeof appRoles>;
type Permission = PermissionOf<typeof appRoles>;

const { injectCan, injectLiveClaims, injectLiveQuery, provideLiveClaims, requirePermission } =
  createLiveClaimsAngular<typeof appRoles>();

it('the bindings know the role table', () => {
  expectTypeOf(injectCan('posts.write')).toEqualTypeOf<Signal<boolean>>();
  injectCan(() => 'posts.write');
  // @ts-expect-error: a typing error.
  injectCan('posts.wirte');
  expectTypeOf(injectLiveClaims()().role).toEqualTypeOf<Role | null>();
  // @ts-expect-error: no role of the table.
  void (injectLiveClaims()().role === 'boss');
});

it('they guard routes by permissions of this table', () => {
  expectTypeOf(requirePermission('posts.write', '/')).toEqualTypeOf<CanMatchFn>();
  // @ts-expect-error: a typing error.
  requirePermission('posts.wirte', '/');
});

it('they take a client of this table only', () => {
  provideLiveClaims({} as LiveClaims<Role, Permission>);
  // @ts-expect-error: the client of another app's table.
  provideLiveClaims({} as LiveClaims<'boss', 'posts.read'>);
});

it('they carry the types of a query’s converter to its items', () => {
  const posts = {} as Query<{ readonly title: string }>;
  expectTypeOf(
    injectLiveQuery(
      () => posts,
      (post) => post.data().title,
    ),
  ).toEqualTypeOf<Signal<LiveQuery<string>>>();
  injectLiveQuery(
    () => posts,
    // @ts-expect-error: a post has no author.
    (post) => post.data().author,
  );
});

it('those of a configuration know its organisations and its own claims', () => {
  const app = createLiveClaimsAngular<typeof orgConfig>();
  expectTypeOf(app.injectCan('notes.write', { in: 'acme' })).toEqualTypeOf<Signal<boolean>>();
  app.injectCan(() => 'notes.write', { in: () => undefined });
  // @ts-expect-error: a permission in organisations, without one.
  app.injectCan('notes.write');
  // @ts-expect-error: a permission of the app, in an organisation.
  app.injectCan('posts.write', { in: 'acme' });
  app.requirePermission('notes.write', '/', { in: ([, org]) => org?.path });
  // @ts-expect-error: a permission in organisations, without one.
  app.requirePermission('notes.write', '/');
  expectTypeOf(app.injectLiveClaims()().custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
  app.provideLiveClaims({} as LiveClaims<Role, Permission, AdditionalOf<typeof orgConfig>>);
  // @ts-expect-error: the client of the role table alone.
  app.provideLiveClaims({} as LiveClaims<Role, Permission>);
  // @ts-expect-error: the app has no organisations.
  injectCan('posts.write', { in: 'acme' });
});
