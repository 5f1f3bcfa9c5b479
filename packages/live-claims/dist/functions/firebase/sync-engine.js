import { authAccounts } from './auth-accounts.js';
import { firestoreDocuments } from './firestore-documents.js';
/** The sync engine on a project's Firebase, for an app with these roles. */
export function syncEngine(auth, db, roles) {
    return { roles, accounts: authAccounts(auth), documents: firestoreDocuments(db) };
}
