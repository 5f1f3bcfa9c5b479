import type { Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { describe, expectTypeOf, it } from 'vitest';
import { defineRoles } from '../core/index.ts';
import type { appRoles } from '../testing/app-roles.ts';
import type { orgConfig } from '../testing/org-config.ts';
import type { AdditionalOf, LiveClaims, PermissionOf, RoleOf } from '../web/index.ts';
import { createLiveClaimsReact } from './index.ts';

const roles = defineRoles({
  ranking: ['member', 'owner'],
  permissions: {
    member: ['threads.read'],
    owner: ['threads.read', 'threads.delete'],
  },
  initialRole: 'member',
});

const { LiveClaimsProvider, useLiveClaims, useLiveClaimsClient, useCan, useLiveQuery, Can } =
  createLiveClaimsReact<typeof roles>();

describe('the bindings of a role table', () => {
  it('know its permissions', () => {
    expectTypeOf(useCan).parameter(0).toEqualTypeOf<'threads.read' | 'threads.delete'>();
    useCan('threads.delete');
    // @ts-expect-error: a typing error.
    useCan('threads.delte');
    // @ts-expect-error: a permission of another app.
    useCan('posts.write');
    // @ts-expect-error: not every string is a permission.
    useCan('threads.read' as string);
  });

  it('know them in <Can> as well', () => {
    void (<Can permission="threads.read">shown</Can>);
    // @ts-expect-error: a typing error.
    void (<Can permission="threads.raed">shown</Can>);
    // @ts-expect-error: no permission is named.
    void (<Can>shown</Can>);
  });

  it('know its roles', () => {
    const snapshot = useLiveClaims();
    expectTypeOf(snapshot.role).toEqualTypeOf<'member' | 'owner' | null>();
    expectTypeOf(snapshot.permissions).toEqualTypeOf<
      readonly ('threads.read' | 'threads.delete')[]
    >();
    // @ts-expect-error: no role of the table.
    void (snapshot.role === 'admin');
    expectTypeOf(useLiveClaimsClient()).toEqualTypeOf<
      LiveClaims<'member' | 'owner', 'threads.read' | 'threads.delete'>
    >();
  });

  it('take a client of this table only', () => {
    const own = {} as LiveClaims<'member' | 'owner', 'threads.read' | 'threads.delete'>;
    const other = {} as LiveClaims<(typeof appRoles.ranking)[number], 'posts.read'>;
    void (<LiveClaimsProvider client={own}>app</LiveClaimsProvider>);
    // @ts-expect-error: the client of another app's table.
    void (<LiveClaimsProvider client={other}>app</LiveClaimsProvider>);
  });

  it('carry the types of a query’s converter to its items', () => {
    interface Thread {
      readonly title: string;
    }
    const threads = {} as Query<Thread>;
    const { items } = useLiveQuery(threads, (document: QueryDocumentSnapshot<Thread>) =>
      document.data().title.toUpperCase(),
    );
    expectTypeOf(items).toEqualTypeOf<readonly string[]>();
    // @ts-expect-error: a thread has no author.
    useLiveQuery(threads, (document) => document.data().author);
  });
});

describe('the bindings of a configuration', () => {
  const app = createLiveClaimsReact<typeof orgConfig>();

  it('know the permissions in organisations, which are asked for with `in`', () => {
    expectTypeOf(app.useCan('posts.write')).toEqualTypeOf<boolean>();
    app.useCan('notes.write', { in: 'acme' });
    app.useCan('notes.write', { in: undefined as string | null | undefined });
    // @ts-expect-error: a permission in organisations, without one.
    app.useCan('notes.write');
    // @ts-expect-error: a permission of the app, in an organisation.
    app.useCan('posts.write', { in: 'acme' });
    // @ts-expect-error: a typing error.
    app.useCan('notes.wriet', { in: 'acme' });
    // @ts-expect-error: a number is no organisation.
    app.useCan('notes.write', { in: 1 });
    void (<app.Can permission="posts.write">shown</app.Can>);
    void (
      <app.Can permission="notes.write" in="acme" fallback="hidden">
        shown
      </app.Can>
    );
    // @ts-expect-error: a permission in organisations, without one.
    void (<app.Can permission="notes.write">shown</app.Can>);
    // @ts-expect-error: a permission of the app, in an organisation.
    void (<app.Can permission="posts.write" in="acme" />);
  });

  it('know its organisations and its own claims', () => {
    const { role, orgs, custom } = app.useLiveClaims();
    expectTypeOf(role).toEqualTypeOf<RoleOf<typeof orgConfig> | null>();
    expectTypeOf(orgs.acme?.role).toEqualTypeOf<'viewer' | 'editor' | 'owner' | undefined>();
    expectTypeOf(custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
  });

  it('take a client that reads them only', () => {
    type Role = RoleOf<typeof orgConfig>;
    type Permission = PermissionOf<typeof orgConfig>;
    const own = {} as LiveClaims<Role, Permission, AdditionalOf<typeof orgConfig>>;
    void (<app.LiveClaimsProvider client={own} />);
    // @ts-expect-error: the client of the role table alone.
    void (<app.LiveClaimsProvider client={{} as LiveClaims<Role, Permission>} />);
  });

  it('have no permission in organisations for a role table', () => {
    // @ts-expect-error: the app has no organisations.
    useCan('threads.read', { in: 'acme' });
    // @ts-expect-error: likewise.
    void (<Can permission="threads.read" in="acme" />);
  });
});
