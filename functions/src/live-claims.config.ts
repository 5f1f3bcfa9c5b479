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

/** What members may do in an organisation: ranks of their own. A role here is none in the app, and the reverse. */
const orgRoles = defineRoles({
  ranking: ['viewer', 'editor', 'admin'],
  permissions: {
    viewer: ['posts.read'],
    editor: ['posts.read', 'posts.write'],
    admin: ['posts.read', 'posts.write', 'members.manage'],
  },
  initialRole: null,
});

export type OrgRole = (typeof orgRoles.ranking)[number];

const config = defineConfig({
  roles,
  can: {
    grantRoles: 'roles.grant',
    listUsers: 'people.read',
    readAudit: 'audit.read',
    changeSettings: 'settings.change',
  },
  orgs: {
    roles: orgRoles,
    can: { grantRoles: 'members.manage', listMembers: 'posts.read' },
    codes: { viewer: 'v', editor: 'e', admin: 'a' },
  },
  region: 'us-central1',
  // The demo has jobs of a time when this was the default's name.
  collections: { skipped: 'setAside' },
  onAccountDeleted: 'delete-document',
  provisioning: 'profile',
  directory: true,
  receipts: true,
});
export default config;

/** The table of memberships, which is there. */
export const orgTable = config.orgs as NonNullable<typeof config.orgs>;

/** The role table, as the client and the rules take it. */
export const appRoles = config.roles;
