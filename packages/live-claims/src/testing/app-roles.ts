import { defineConfig } from '../core/config.ts';
import { defineRoles } from '../core/roles.ts';

/** A configuration for tests: a newspaper of four ranks. */
export const appConfig = defineConfig({
  roles: defineRoles({
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
  }),
  can: { grantRoles: 'roles.grant' },
});

export const appRoles = appConfig.roles;
