import { defineConfig } from '../core/config.ts';
import { defineRoles } from '../core/roles.ts';

/** A hospital: an app that shares not one name with the demo, nor with the defaults. */
export const hospital = defineConfig({
  roles: defineRoles({
    ranking: ['visitor', 'nurse', 'chief_doctor'],
    permissions: {
      visitor: [],
      nurse: ['charts:read'],
      chief_doctor: ['charts:read', 'staff.hire', 'journal.read'],
    },
    initialRole: 'visitor',
  }),
  can: { grantRoles: 'staff.hire', listUsers: 'charts:read', readAudit: 'journal.read' },
  region: 'asia-east1',
  database: 'hospital',
  functionPrefix: 'door-',
  collections: {
    users: 'members',
    markers: 'badges',
    audit: 'journal',
    settings: 'doors',
    invites: 'offers',
    jobs: 'batches',
    changes: 'orders',
    skipped: 'leftOut',
    rateLimits: 'counters',
  },
  fields: {
    role: 'position',
    expiresAt: 'positionEnds',
    disabled: 'suspended',
    sessionsRevokedAt: 'signedOutAt',
    changeId: 'change',
    updatedAt: 'edited',
    updatedBy: 'editor',
    email: 'mail',
    displayName: 'fullName',
    photoURL: 'portrait',
    createdAt: 'joined',
  },
  provisioning: 'profile',
});
