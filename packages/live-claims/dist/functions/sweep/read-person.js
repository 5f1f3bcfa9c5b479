/**
 * Document, marker and account of one person at this moment. An id that neither knows comes back
 * with all three empty.
 */
export async function readPerson({ engine }, uid) {
    // Documents first: claims that were published are on the account then, or newer ones.
    const found = await engine.documents.read(uid);
    return { ...found, account: await engine.accounts.read(uid) };
}
