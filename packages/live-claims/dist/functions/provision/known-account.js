/** The account; null when there is none, or none can have such an id or address. */
export async function readAccount(auth, key) {
    try {
        const record = await ('uid' in key ? auth.getUser(key.uid) : auth.getUserByEmail(key.email));
        return knownAccount(record);
    }
    catch (error) {
        const code = error?.code;
        if (typeof code === 'string' && NO_ACCOUNT.has(code))
            return null;
        throw error;
    }
}
const NO_ACCOUNT = new Set(['auth/user-not-found', 'auth/invalid-uid', 'auth/invalid-email']);
export function knownAccount(record) {
    const { uid, email, emailVerified, displayName, photoURL, phoneNumber, providerData } = record;
    return {
        uid,
        email: email ?? null,
        emailVerified,
        displayName: displayName ?? null,
        photoURL: photoURL ?? null,
        disabled: record.disabled,
        createdAt: Math.floor(Date.parse(record.metadata.creationTime) / 1000) * 1000,
        isIdentified: providerData.length > 0 || email !== undefined || phoneNumber !== undefined,
    };
}
