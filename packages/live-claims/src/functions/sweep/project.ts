import type { Auth } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import type { SyncEngine } from '../sync/sync-user.ts';

/** A project to look after: its database, its accounts, and the sync engine on both. */
export interface Project {
  readonly db: Firestore;
  readonly auth: Auth;
  readonly engine: SyncEngine;
}
