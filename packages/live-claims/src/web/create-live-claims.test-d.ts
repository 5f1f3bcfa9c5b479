import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import { expectTypeOf, it } from 'vitest';
import { defineRoles } from '../core/index.ts';
import { createLiveClaims, type PermissionOf, type RoleOf } from './index.ts';

const roles = defineRoles({
  ranking: ['member', 'owner'],
  permissions: { member: ['threads.read'], owner: ['threads.read', 'threads.delete'] },
  initialRole: 'member',
});
const firebase = {} as { auth: Auth; firestore: Firestore; functions: Functions };

it('the client knows the roles and permissions of its config', () => {
  const claims = createLiveClaims({ ...firebase, config: { roles } });
  const { role, permissions } = claims.getSnapshot();
  expectTypeOf(role).toEqualTypeOf<'member' | 'owner' | null>();
  expectTypeOf(permissions).toEqualTypeOf<readonly ('threads.read' | 'threads.delete')[]>();
  expectTypeOf<RoleOf<typeof roles>>().toEqualTypeOf<'member' | 'owner'>();
  expectTypeOf<PermissionOf<typeof roles>>().toEqualTypeOf<'threads.read' | 'threads.delete'>();
  // @ts-expect-error: no permission of the table.
  void permissions.includes('threads.delte');
});

it('options are the documented ones, without the seams of tests', () => {
  createLiveClaims({ ...firebase, functions: async () => firebase.functions, config: { roles } });
  createLiveClaims({ ...firebase, config: { roles }, syncFunction: 'a-sync', pollingUrl: null });
  // @ts-expect-error: the clock is an argument of tests only.
  createLiveClaims({ ...firebase, config: { roles }, clock: { now: () => 0 } });
  // @ts-expect-error: a misspelt option.
  createLiveClaims({ ...firebase, config: { roles }, pollingURL: '/me' });
  // @ts-expect-error: without a role table nothing can be permitted.
  createLiveClaims({ ...firebase });
});
