import { defineConfig, defineRoles } from 'live-claims/core';

// The same as the functions of the test's stack have.
export default defineConfig({
  roles: defineRoles({
    ranking: ['viewer', 'editor', 'admin', 'owner'],
    permissions: {
      viewer: ['posts.read'],
      editor: ['posts.read', 'posts.write'],
      admin: ['posts.read', 'posts.write', 'roles.grant'],
      owner: ['posts.read', 'posts.write', 'roles.grant'],
    },
    initialRole: 'viewer',
  }),
  can: { grantRoles: 'roles.grant' },
});
