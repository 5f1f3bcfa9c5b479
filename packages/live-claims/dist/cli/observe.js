import { accountOf } from '../functions/firebase/auth-accounts.js';
/** What a decision about a person needs, for somebody whose account is at hand. */
export async function observe({ engine }, { uid, account }) {
    const found = await engine.documents.read(uid);
    return { ...found, account: account && accountOf(account) };
}
