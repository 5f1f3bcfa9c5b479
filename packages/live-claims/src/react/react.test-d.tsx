import type { Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { describe, expectTypeOf, it } from 'vitest';
import { defineRoles } from '../core/index.ts';
import type { appRoles } from '../testing/app-roles.ts';
import type { LiveClaims } from '../web/index.ts';
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
