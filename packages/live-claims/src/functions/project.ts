import { type App, getApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import type {
  Limits,
  LiveClaimsConfig,
  OnAccountDeleted,
  Provisioning,
  RoleTable,
} from '../core/index.ts';
import { authAccounts } from './firebase/auth-accounts.ts';
import { firestoreDirectory } from './firebase/firestore-directory.ts';
import { firestoreDocuments } from './firebase/firestore-documents.ts';
import { firestoreMemberships } from './firebase/firestore-memberships.ts';
import { Store } from './firebase/store.ts';
import { cloudTasksQueue, type JobQueue } from './jobs/job-queue.ts';
import type { SyncEngine } from './sync/sync-user.ts';

/** A Firebase project to look after: its database, its accounts, and the sync engine on both. */
export interface Project {
  readonly db: Firestore;
  /** The documents in it, under the app's names. */
  readonly store: Store;
  readonly auth: Auth;
  readonly engine: SyncEngine;
  readonly limits: Limits;
  /** What a new document gets beside its access. @default 'role-only' */
  readonly provisioning?: Provisioning;
  /** What becomes of a document whose account is deleted. @default 'clear-access' */
  readonly onAccountDeleted?: OnAccountDeleted;
  /** Whether sessions record what they have taken. @default false */
  readonly receipts?: boolean;
}

/** What an edit of access works on. */
export type EditProject = Pick<Project, 'store' | 'engine' | 'provisioning'>;

/** A project with a queue for its jobs. */
export interface JobsProject extends Project {
  readonly queue: JobQueue;
}

/**
 * The project of an app, for what the configuration says.
 *
 * @param app of the host. @default the default app, which the host has initialised
 * @throws {FirebaseAppError} `app/no-app` when there is none.
 */
export function projectOf(config: LiveClaimsConfig, app: App = getApp()): JobsProject {
  const { limits, provisioning, onAccountDeleted, receipts } = config;
  const [auth, db] = [getAuth(app), getFirestore(app, config.database)];
  const queue = cloudTasksQueue(getFunctions(app), config);
  const store = new Store(db, config);
  const engine = syncEngine(auth, store, config.roles, config);
  return { db, store, auth, queue, engine, limits, provisioning, onAccountDeleted, receipts };
}

/** The sync engine on a project's Firebase, for an app with these roles, and with a directory where it has one. */
export function syncEngine(
  auth: Auth,
  store: Store,
  roles: RoleTable,
  { directory = false }: { readonly directory?: boolean } = {},
): SyncEngine {
  return {
    roles,
    accounts: authAccounts(auth),
    documents: firestoreDocuments(store),
    ...(roles.orgs !== undefined && { memberships: firestoreMemberships(store) }),
    ...(directory && { directory: firestoreDirectory(auth, store) }),
  };
}
