import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import type { RoleTable } from '../../core/index.js';
import type { SyncEngine } from '../sync/sync-user.js';
/** The sync engine on a project's Firebase, for an app with these roles. */
export declare function syncEngine(auth: Auth, db: Firestore, roles: RoleTable): SyncEngine;
