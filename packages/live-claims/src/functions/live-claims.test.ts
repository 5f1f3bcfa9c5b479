import { getApps } from 'firebase-admin/app';
import { onCall } from 'firebase-functions/https';
import { beforeAll, expect, it } from 'vitest';
import { defineConfig, defineRoles } from '../core/index.ts';

type Endpoint = {
  readonly __endpoint: {
    readonly region?: readonly string[];
    readonly maxInstances?: unknown;
    readonly availableMemoryMb?: unknown;
  };
};

const config = defineConfig({
  roles: defineRoles({
    ranking: ['member', 'moderator'],
    permissions: { member: ['threads.read'], moderator: ['threads.read', 'users.manage'] },
    initialRole: null,
  }),
  can: { grantRoles: 'users.manage' },
  region: 'europe-west1',
});

/** Every function of the factory, by name. */
let ours: Readonly<Record<string, Endpoint>>;

beforeAll(async () => {
  const { liveClaims } = await import('./index.ts');
  const { sync, provisioning, users, invites, settings, jobs } = liveClaims(config, {
    options: { memory: '512MiB' },
  });
  const all = { ...sync, ...provisioning, ...users, ...invites, ...settings, ...jobs };
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
  expect(Object.keys(ours)).toHaveLength(19);
  for (const [name, { __endpoint: endpoint }] of Object.entries(ours)) {
    expect(endpoint.region, name).toEqual(['europe-west1']);
    expect(endpoint.availableMemoryMb, name).toBe(512);
  }
});
