import type { Auth } from 'firebase-admin/auth';
import type { RoleTable } from '../../core/index.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { authAccounts } from './auth-accounts.ts';
import { firestoreDocuments } from './firestore-documents.ts';
import type { Store } from './store.ts';

/** The sync engine on a project's Firebase, for an app with these roles. */
export function syncEngine(auth: Auth, store: Store, roles: RoleTable): SyncEngine {
  return { roles, accounts: authAccounts(auth), documents: firestoreDocuments(store) };
}
