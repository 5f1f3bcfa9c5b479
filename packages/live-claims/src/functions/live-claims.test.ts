import { getApps } from 'firebase-admin/app';
import { onCall } from 'firebase-functions/https';
import { defineString, expr } from 'firebase-functions/params';
import { beforeAll, expect, expectTypeOf, it } from 'vitest';
import { defineConfig, defineRoles } from '../core/index.ts';
import { orgConfig } from '../testing/org-config.ts';
import type { FunctionName, liveClaims } from './index.ts';

type Endpoint = {
  readonly __endpoint: {
    readonly region?: readonly string[];
    readonly maxInstances?: unknown;
    readonly availableMemoryMb?: unknown;
    readonly serviceAccountEmail?: unknown;
    readonly scheduleTrigger?: unknown;
    readonly eventTrigger?: unknown;
  };
};

const config = defineConfig({
  roles: defineRoles({
    ranking: ['member', 'moderator'],
    permissions: { member: ['threads.read'], moderator: ['threads.read', 'users.manage'] },
    initialRole: null,
  }),
  can: { grantRoles: 'users.manage' },
  orgs: {
    roles: defineRoles({
      ranking: ['owner'],
      permissions: { owner: ['members.manage'] },
      initialRole: null,
    }),
    can: { grantRoles: 'members.manage' },
  },
  region: 'europe-west1',
});

/** Every function of the factory, by name. */
let ours: Readonly<Record<string, Endpoint>>;

beforeAll(async () => {
  const { liveClaims } = await import('./index.ts');
  const { sync, provisioning, users, invites, settings, jobs, orgs } = liveClaims(config, {
    options: { memory: '512MiB' },
    functions: {
      runJob: { memory: '1GiB', serviceAccount: 'jobs@' },
      reconcileClaims: { schedule: 'every sunday 04:00' },
    },
  });
  const all = { ...sync, ...provisioning, ...users, ...invites, ...settings, ...jobs, ...orgs };
  ours = all as unknown as typeof ours;
}, 60_000);

it('making the functions initialises no app: that is the host’s to do', () => {
  expect(getApps()).toEqual([]);
});

it('making the functions leaves the options of a host’s own as they are', () => {
  const { __endpoint: theirs } = onCall({ memory: '1GiB' }, () => null) as unknown as Endpoint;
  expect(theirs.region).toBeUndefined();
  expect(typeof theirs.maxInstances).not.toBe('number');
});

it('each function has the configuration’s region and the host’s options', () => {
  expect(Object.keys(ours)).toHaveLength(32);
  for (const [name, { __endpoint: endpoint }] of Object.entries(ours)) {
    expect(endpoint.region, name).toEqual(['europe-west1']);
    expect(endpoint.availableMemoryMb, name).toBe(name === 'runJob' ? 1024 : 512);
    expect(endpoint.serviceAccountEmail === 'jobs@', name).toBe(name === 'runJob');
  }
});

it('a function on a schedule runs when the host says', () => {
  const { scheduleTrigger } = ours.reconcileClaims?.__endpoint ?? {};
  expect(scheduleTrigger).toMatchObject({ schedule: 'every sunday 04:00', timeZone: 'Etc/UTC' });
});

it('each function can have options of its own, by the name that it is exported under', () => {
  type Access = ReturnType<typeof liveClaims>;
  type Groups = 'sync' | 'provisioning' | 'users' | 'invites' | 'settings' | 'jobs' | 'orgs';
  type Exported = { [Group in Groups]: keyof Access[Group] }[Groups];
  expectTypeOf<Exclude<FunctionName, 'api'>>().toEqualTypeOf<Exported>();
  expect(Object.keys(ours)).toContain('runJob');
});

it('an app with organisations has a function that follows memberships, and no other app has', async () => {
  const { liveClaims } = await import('./index.ts');
  expect(liveClaims({ ...config, orgs: undefined }).orgs).toEqual({});
  const { syncMembership } = liveClaims(orgConfig).orgs;
  expect((syncMembership as unknown as Endpoint).__endpoint.eventTrigger).toMatchObject({
    eventFilterPathPatterns: { document: 'orgs/{orgId}/members/{uid}' },
    eventFilters: { database: '(default)' },
    retry: true,
  });
});

it('a host whose deployment decides where it runs: no region of ours, its own document and database', async () => {
  const { liveClaims } = await import('./index.ts');
  const document = expr`${defineString('USERS_COLLECTION')}/{uid}`;
  const database = defineString('DATABASE');
  const { sync, jobs } = liveClaims(config, { placement: { region: null, document, database } });
  const { __endpoint: endpoint } = sync.syncClaims as unknown as Endpoint;
  expect(endpoint.region).toBeUndefined();
  expect(endpoint.eventTrigger).toMatchObject({
    eventFilterPathPatterns: { document },
    eventFilters: { database },
  });
  expect((jobs.runJob as unknown as Endpoint).__endpoint.region).toBeUndefined();
});
