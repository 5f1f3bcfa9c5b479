import { defineRoles } from './roles.ts';

/**
 * The demo app's roles and what each may do, lowest rank first. This is the one place that names a
 * role: change it, run `npm run generate`, and rules, functions and web follow.
 */
export const appRoles = defineRoles({
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
      'settings.read',
    ],
  },
  initialRole: 'viewer',
  grantPermission: 'roles.grant',
});

export type Role = (typeof appRoles.ranking)[number];
export type Permission = (typeof appRoles.permissions)[Role][number];
