import { defineConfig, defineRoles } from 'live-claims/core';

/**
 * The demo app's roles and what each may do, lowest rank first. This is the one place that names a
 * role: change it, run `npm run generate`, and rules, functions, web and command line follow.
 */
export const roles = defineRoles({
  ranking: ['viewer', 'editor', 'admin', 'owner'],
  permissions: {
    viewer: ['posts.read'],
    editor: ['posts.read', 'posts.write'],
    admin: [
      'posts.read',
      'posts.write',
      'posts.publish',
      'people.read',
      'roles.grant',
      'audit.read',
    ],
    owner: [
      'posts.read',
      'posts.write',
      'posts.publish',
      'people.read',
      'roles.grant',
      'audit.read',
      'settings.change',
    ],
  },
  initialRole: 'viewer',
});

export type Role = (typeof roles.ranking)[number];
export type Permission = (typeof roles.permissions)[Role][number];

const config = defineConfig({
  roles,
  can: {
    grantRoles: 'roles.grant',
    listUsers: 'people.read',
    readAudit: 'audit.read',
    changeSettings: 'settings.change',
  },
  region: 'us-central1',
  // The demo has jobs of a time when this was the default's name.
  collections: { skipped: 'setAside' },
  onAccountDeleted: 'delete-document',
  provisioning: 'profile',
});
export default config;

/** The role table, as the client and the rules take it. */
export const appRoles = config.roles;
