import { describe, expect, it } from 'vitest';
import { type ConfigOptions, defineConfig } from './config.ts';
import { DEFAULT_NAMES } from './names.ts';
import { defineRoles } from './roles.ts';

const roles = defineRoles({
  ranking: ['member', 'moderator'],
  permissions: { member: ['threads.read'], moderator: ['threads.read', 'users.manage'] },
  initialRole: null,
});
const least = { roles, can: { grantRoles: 'users.manage' } } as const;

describe('a configuration', () => {
  it('has a default for everything but the roles and what lets people grant', () => {
    expect(defineConfig(least)).toEqual({
      roles: { ...roles, grantPermission: 'users.manage', fields: DEFAULT_NAMES.fields },
      can: {
        grantRoles: 'users.manage',
        listUsers: 'users.manage',
        readAudit: 'users.manage',
        changeSettings: null,
      },
      region: 'us-central1',
      database: '(default)',
      ...DEFAULT_NAMES,
      functionPrefix: '',
      limits: {
        accountsPerSecond: 10,
        invitesPerHour: 50,
        maxInviteDays: 30,
        jobsPerPerson: 3,
        callsPerMinute: 120,
        freshTokenSeconds: 300,
      },
      lockdownChecks: { rules: ['marker', 'document'], guards: ['token', 'marker', 'document'] },
      onAccountDeleted: 'clear-access',
      provisioning: 'role-only',
      claims: {},
      orgs: undefined,
      directory: false,
      receipts: false,
    });
  });

  it.each([
    ['can.readAudit', { can: { grantRoles: 'users.manage', readAudit: 'audit.read' } }],
    ['region', { region: 'Europe' }],
    ['database', { database: 'Default' }],
    ['collections.users', { collections: { users: 'teams/members' } }],
    ['collections.posts', { collections: { posts: 'posts' } }],
    ['collections.jobs', { collections: { jobs: 'invites' } }],
    ['fields.role', { fields: { role: 'access.role' } }],
    ['fields.disabled', { fields: { disabled: 'role' } }],
    ['functionPrefix', { functionPrefix: 'access_' }],
    ['limits.accountsPerSecond', { limits: { accountsPerSecond: 1001 } }],
    ['limits.maxInviteDays', { limits: { maxInviteDays: 0.5 } }],
    ['lockdownChecks.guards', { lockdownChecks: { guards: ['now'] } }],
    ['lockdownChecks.rules', { lockdownChecks: { rules: ['token'] } }],
    ['directory', { directory: 'yes' }],
    ['receipts', { receipts: 30 }],
    ['collections.clients', { collections: { clients: 'a/b' } }],
    ['collections.directory', { directory: true, collections: { directory: 'users' } }],
    ['onAccountDeleted', { onAccountDeleted: 'forget' }],
    ['provisioning', { provisioning: 'all' }],
  ])('that is wrong is refused with a sentence about %s', (option, wrong) => {
    const options = { ...least, ...wrong } as ConfigOptions<string, string>;
    expect(() => defineConfig(options)).toThrow(new RegExp(`^${option} is .*(must be|Use one of)`));
  });

  it('of permissions that no role has is an error of types as well', () => {
    // @ts-expect-error: a typing error in a permission's name.
    expect(() => defineConfig({ roles, can: { grantRoles: 'users.mange' } })).toThrow(TypeError);
  });
});
