import type { Query } from 'firebase/firestore';
import { describe, expectTypeOf, it } from 'vitest';
import { type ComputedRef, createApp, defineComponent, h, ref, type ShallowRef } from 'vue';
import type { appRoles } from '../testing/app-roles.ts';
import type { orgConfig } from '../testing/org-config.ts';
import type { AdditionalOf, LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
import { createLiveClaimsVue, type LiveQuery } from './index.ts';

type Role = RoleOf<typeof appRoles>;
type Permission = PermissionOf<typeof appRoles>;

const { Can, LiveClaimsPlugin, useCan, useLiveClaims, useLiveClaimsClient, useLiveQuery } =
  createLiveClaimsVue<typeof appRoles>();

describe('the bindings of a role table', () => {
  it('know its permissions', () => {
    expectTypeOf(useCan('posts.write')).toEqualTypeOf<ComputedRef<boolean>>();
    useCan(ref<Permission>('posts.write'));
    useCan(() => 'posts.write' as const);
    // @ts-expect-error: a typing error.
    useCan('posts.wirte');
    // @ts-expect-error: a typing error.
    useCan(() => 'posts.wirte' as const);
    // @ts-expect-error: not every string is a permission.
    useCan(ref<string>('posts.write'));
  });

  it('know them in <Can> as well', () => {
    defineComponent({ components: { Can } });
    h(Can, { permission: 'posts.write' });
    // @ts-expect-error: a typing error.
    h(Can, { permission: 'posts.wirte' });
    // @ts-expect-error: no permission is named.
    h(Can, {});
  });

  it('know its roles', () => {
    expectTypeOf(useLiveClaims().value.role).toEqualTypeOf<Role | null>();
    expectTypeOf(useLiveClaimsClient()).toEqualTypeOf<LiveClaims<Role, Permission>>();
    // @ts-expect-error: no role of the table.
    void (useLiveClaims().value.role === 'boss');
  });

  it('take a client of this table only', () => {
    const app = createApp({});
    app.use(LiveClaimsPlugin, {} as LiveClaims<Role, Permission>);
    // @ts-expect-error: the client of another app's table.
    app.use(LiveClaimsPlugin, {} as LiveClaims<'boss', 'posts.read'>);
  });

  it('carry the types of a query’s converter to its items', () => {
    const posts = {} as Query<{ readonly title: string }>;
    expectTypeOf(useLiveQuery(posts, (post) => post.data().title)).toEqualTypeOf<
      Readonly<ShallowRef<LiveQuery<string>>>
    >();
    // @ts-expect-error: a post has no author.
    useLiveQuery(posts, (post) => post.data().author);
  });
});

describe('the bindings of a configuration', () => {
  const app = createLiveClaimsVue<typeof orgConfig>();

  it('know the permissions in organisations, which are asked for with `in`', () => {
    app.useCan('posts.write');
    expectTypeOf(app.useCan('notes.write', { in: 'acme' })).toEqualTypeOf<ComputedRef<boolean>>();
    app.useCan('notes.write', { in: ref<string>() });
    app.useCan('notes.write', { in: () => null });
    // @ts-expect-error: a permission in organisations, without one.
    app.useCan('notes.write');
    // @ts-expect-error: a permission of the app, in an organisation.
    app.useCan('posts.write', { in: 'acme' });
    h(app.Can, { permission: 'notes.write', in: 'acme' });
    // @ts-expect-error: a permission in organisations, without one.
    h(app.Can, { permission: 'notes.write' });
    // @ts-expect-error: a permission of the app, in an organisation.
    h(app.Can, { permission: 'posts.write', in: 'acme' });
    // @ts-expect-error: the app has no organisations.
    useCan('posts.write', { in: 'acme' });
  });

  it('know its organisations and its own claims, and take a client that reads them only', () => {
    const { orgs, custom } = app.useLiveClaims().value;
    expectTypeOf(orgs.acme?.role).toEqualTypeOf<'viewer' | 'editor' | 'owner' | undefined>();
    expectTypeOf(custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
    const own = {} as LiveClaims<Role, Permission, AdditionalOf<typeof orgConfig>>;
    createApp({}).use(app.LiveClaimsPlugin, own);
    // @ts-expect-error: the client of the role table alone.
    createApp({}).use(app.LiveClaimsPlugin, {} as LiveClaims<Role, Permission>);
  });
});
