import * as v from 'valibot';
import { defineConfig, defineRoles } from '../core/index.ts';
import { appConfig } from './app-roles.ts';

/** The app of the other tests with organisations, and with claims of its own. */
export const orgConfig = defineConfig({
  ...appConfig,
  claims: {
    plan: { from: 'plan', schema: v.picklist(['free', 'pro']) },
    area: { from: 'salesArea', claim: 'a', schema: v.string(), keepLast: true },
  },
  orgs: {
    roles: defineRoles({
      ranking: ['viewer', 'editor', 'owner'],
      permissions: {
        viewer: ['notes.read'],
        editor: ['notes.read', 'notes.write'],
        owner: ['notes.read', 'notes.write', 'members.manage'],
      },
      initialRole: null,
    }),
    codes: { viewer: 'v', editor: 'e', owner: 'o' },
    can: { grantRoles: 'members.manage', listMembers: 'notes.read' },
  },
});

export const orgRoles = orgConfig.roles;

/** Its table of memberships, which is there. */
export const orgTable = orgConfig.orgs as NonNullable<typeof orgConfig.orgs>;
