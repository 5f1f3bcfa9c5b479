import { expect, it } from 'vitest';
import { configOfParams } from './config-of-params.ts';

it('without parameters, as during a deployment, it is the configuration of their defaults', () => {
  expect(configOfParams({})).toMatchObject({
    roles: { ranking: ['member', 'owner'], initialRole: null, grantPermission: 'users.manage' },
    collections: { users: 'users' },
    fields: { role: 'role' },
    database: '(default)',
    limits: { accountsPerSecond: 10 },
  });
});

it('each parameter stands for its option', () => {
  const config = configOfParams({
    ROLES: '{ "guest": [], "host": ["doors.open"] }',
    INITIAL_ROLE: 'guest',
    GRANT_PERMISSION: 'doors.open',
    USERS_COLLECTION: 'visitors',
    ROLE_FIELD: 'rank',
    DATABASE: 'hotel',
    ACCOUNTS_PER_SECOND: '50',
  });
  expect(config).toMatchObject({
    roles: { ranking: ['guest', 'host'], initialRole: 'guest', grantPermission: 'doors.open' },
    collections: { users: 'visitors', markers: 'userClaims' },
    fields: { role: 'rank' },
    database: 'hotel',
    limits: { accountsPerSecond: 50 },
  });
});

it.each([
  ['member, owner', 'ROLES is no JSON'],
  ['["member", "owner"]', 'ROLES is no object of roles'],
  [
    '{ "owner": "users.manage" }',
    'ROLES has something else than a list of permissions for "owner"',
  ],
  ['{ "Owner": ["users.manage"] }', '"Owner" must be a lower-case'],
  ['{ "owner": [] }', 'can.grantRoles is "users.manage", which no role holds'],
])('a role table that is none is refused in words: %s', (ROLES, sentence) => {
  expect(() => configOfParams({ ROLES })).toThrow(sentence);
});
