import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import type { RoleTable } from '../../core/index.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { authAccounts } from './auth-accounts.ts';
import { firestoreDocuments } from './firestore-documents.ts';

/** The sync engine on a project's Firebase, for an app with these roles. */
export function syncEngine(auth: Auth, db: Firestore, roles: RoleTable): SyncEngine {
  return { roles, accounts: authAccounts(auth), documents: firestoreDocuments(db) };
}
