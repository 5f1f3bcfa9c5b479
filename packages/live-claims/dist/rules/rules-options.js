/**
 * The names that live-claims gives its documents and fields unless an app chooses others.
 *
 * @example writeRules(source, { ...defaultNames, roles, can });
 */
export const defaultNames = {
    collections: {
        users: 'users',
        userClaims: 'userClaims',
        auditLog: 'auditLog',
        settings: 'settings',
        invites: 'invites',
        jobs: 'jobs',
        setAside: 'setAside',
    },
    fields: {
        role: 'role',
        roleExpiresAt: 'roleExpiresAt',
        disabled: 'disabled',
        sessionsRevokedAt: 'sessionsRevokedAt',
        changeId: 'changeId',
        updatedBy: 'updatedBy',
    },
};
