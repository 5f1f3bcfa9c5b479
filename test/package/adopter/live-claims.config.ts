import { defineConfig, defineRoles } from 'live-claims/core';

export const roles = defineRoles({
  ranking: ['member', 'moderator', 'owner'],
  permissions: {
    member: ['threads.read'],
    moderator: ['threads.read', 'users.manage'],
    owner: ['threads.read', 'users.manage', 'audit.read'],
  },
  initialRole: 'member',
});

export default defineConfig({
  roles,
  can: { grantRoles: 'users.manage', readAudit: 'audit.read' },
  region: 'europe-west1',
});
