import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import { describe, expectTypeOf, it } from 'vitest';
import { defineRoles, type LiveClaimsConfig } from '../core/index.ts';
import { appConfig, type appRoles } from '../testing/app-roles.ts';
import { orgConfig } from '../testing/org-config.ts';
import {
  type AdditionalOf,
  additionalClaims,
  can,
  createLiveClaims,
  followWithSession,
  type LiveClaims,
  type OrgAccess,
  type OrgPermissionOf,
  onAccessChange,
  type PermissionOf,
  type RoleOf,
  whenSettled,
} from './index.ts';

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

describe('a config with organisations and claims of the app’s own', () => {
  const claims = createLiveClaims({ ...firebase, config: orgConfig, additional: additionalClaims });
  const snapshot = claims.getSnapshot();

  it('needs the part of the client that reads them', () => {
    // @ts-expect-error: `additional` is missing.
    createLiveClaims({ ...firebase, config: orgConfig });
    // @ts-expect-error: for organisations alone as well.
    createLiveClaims({ ...firebase, config: { roles, orgs: orgConfig.orgs } });
    // @ts-expect-error: and for claims alone.
    createLiveClaims({ ...firebase, config: { roles, claims: orgConfig.claims } });
    // A config that is not known by its type may have neither.
    createLiveClaims({ ...firebase, config: appConfig as LiveClaimsConfig });
    createLiveClaims({ ...firebase, config: appConfig });
  });

  it('gives its roles, permissions and plans', () => {
    expectTypeOf(snapshot.orgs.acme).toEqualTypeOf<
      | OrgAccess<'viewer' | 'editor' | 'owner', 'notes.read' | 'notes.write' | 'members.manage'>
      | undefined
    >();
    expectTypeOf(snapshot.custom.plan).toEqualTypeOf<'free' | 'pro' | undefined>();
    expectTypeOf(snapshot.custom.area).toEqualTypeOf<string | undefined>();
    // @ts-expect-error: no claim of the config.
    void snapshot.custom.plna;
    // @ts-expect-error: the user may be in no such organisation.
    void snapshot.orgs.acme.role;
    expectTypeOf(claims).toEqualTypeOf<
      LiveClaims<
        RoleOf<typeof orgConfig>,
        PermissionOf<typeof orgConfig>,
        AdditionalOf<typeof orgConfig>
      >
    >();
    expectTypeOf<RoleOf<typeof orgConfig>>().toEqualTypeOf<RoleOf<typeof appRoles>>();
    expectTypeOf<OrgPermissionOf<AdditionalOf<typeof orgConfig>>>().toEqualTypeOf<
      'notes.read' | 'notes.write' | 'members.manage'
    >();
  });

  it('keeps the permissions of the app and of organisations apart', async () => {
    can(snapshot, 'posts.write');
    can(snapshot, 'notes.write', { in: 'acme' });
    can(await whenSettled(claims), 'notes.write', { in: undefined });
    // @ts-expect-error: a permission in organisations, without one.
    can(snapshot, 'notes.write');
    // @ts-expect-error: a permission of the app, in an organisation.
    can(snapshot, 'posts.write', { in: 'acme' });
    // @ts-expect-error: a typing error.
    can(snapshot, 'notes.wriet', { in: 'acme' });
    // @ts-expect-error: in no organisation at all.
    can(snapshot, 'notes.write', {});
  });

  it('has nothing in organisations for an app without', () => {
    const other = createLiveClaims({ ...firebase, config: { roles } });
    can(other.getSnapshot(), 'threads.read');
    // @ts-expect-error: the app has no organisations.
    can(other.getSnapshot(), 'threads.read', { in: 'acme' });
    expectTypeOf<OrgPermissionOf<AdditionalOf<typeof roles>>>().toEqualTypeOf<never>();
    expectTypeOf<OrgPermissionOf<AdditionalOf<typeof appConfig>>>().toEqualTypeOf<never>();
    // Its client is that of its table, as before.
    expectTypeOf(other).toEqualTypeOf<
      LiveClaims<'member' | 'owner', 'threads.read' | 'threads.delete'>
    >();
  });

  it('is taken where any client is', () => {
    whenSettled(claims);
    onAccessChange(claims, () => undefined);
    followWithSession(claims, { auth: firebase.auth });
    const any: LiveClaims = claims;
    void any;
  });
});
