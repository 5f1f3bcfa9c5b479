/**
 * The fields of `users/{uid}` that decide about access, or say who decided and under which entry of
 * the audit log. Nobody but Cloud Functions, the Admin SDK and the console may write them: rules that
 * let people edit their own document have to leave these out (`changesAccess()` in firestore.rules).
 */
export const ACCESS_FIELDS = [
    'role',
    'roleExpiresAt',
    'disabled',
    'sessionsRevokedAt',
    'changeId',
    'updatedBy',
];
