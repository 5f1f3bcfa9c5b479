import type { Collections } from './names.ts';
import { isUid } from './uids.ts';

/**
 * Firestore collections.
 *
 * @example db.collection(COLLECTIONS.users)
 */
export const COLLECTIONS = {
  users: 'users',
  userClaims: 'userClaims',
  auditLog: 'auditLog',
  settings: 'settings',
  invites: 'invites',
  posts: 'posts',
  jobs: 'jobs',
} as const;

/**
 * Path of the document that admins edit: the source of a person's access.
 *
 * @throws {TypeError} when it is not an account id: it could name another account's document.
 * @example userPath('ada') // 'users/ada'
 */
export const userPath = (uid: string): string => `${COLLECTIONS.users}/${checked(uid)}`;

/**
 * Path of the marker, which clients listen to: what the person's claims were last set to.
 *
 * @throws {TypeError} when it is not an account id.
 * @example markerPath('ada') // 'userClaims/ada'
 */
export const markerPath = (uid: string): string => `${COLLECTIONS.userClaims}/${checked(uid)}`;

/**
 * Path of an entry of the audit log, by the id of its change.
 *
 * @example auditPath('x1') // 'auditLog/x1'
 */
export const auditPath = (id: string): string => `${COLLECTIONS.auditLog}/${id}`;

/**
 * Path of a job: how far work on many accounts has got.
 *
 * @example jobPath('x1') // 'jobs/x1'
 */
export const jobPath = (jobId: string): string => `${COLLECTIONS.jobs}/${jobId}`;

/**
 * Path of the list of accounts that a job skipped.
 *
 * @example setAsidePath('x1') // 'jobs/x1/setAside'
 */
export const setAsidePath = (jobId: string): string => `${jobPath(jobId)}/setAside`;

/**
 * Path of the access settings, which hold for all users.
 *
 * @example await db.doc(ACCESS_SETTINGS_PATH).get()
 */
export const ACCESS_SETTINGS_PATH = `${COLLECTIONS.settings}/access`;

/** Every id passes this check before it becomes part of a path. */
function checked(uid: string): string {
  if (!isUid(uid)) throw new TypeError(`${JSON.stringify(uid)} is no account id.`);
  return uid;
}

/**
 * Paths of the documents of live-claims in a database.
 *
 * @example const paths: Paths = pathsOf(config.collections);
 */
export interface Paths {
  /**
   * The document that admins edit: the source of a person's access.
   *
   * @throws {TypeError} when it is not an account id: it could name another account's document.
   */
  readonly user: (uid: string) => string;
  /**
   * The marker, which clients listen to: what the person's claims were last set to.
   *
   * @throws {TypeError} when it is not an account id.
   */
  readonly marker: (uid: string) => string;
  /** An entry of the audit log, by the id of its change. */
  readonly auditEntry: (id: string) => string;
  /** A job: how far work on many accounts has got. */
  readonly job: (jobId: string) => string;
  /** The collection of the accounts that a job skipped. */
  readonly skipped: (jobId: string) => string;
  /** A document with some of the changes that a job makes. */
  readonly changes: (jobId: string, number: number) => string;
  /** The access settings, which hold for all users. */
  readonly settings: string;
}

/**
 * The paths for an app's collections.
 *
 * @example pathsOf(config.collections).user('ada'); // 'users/ada'
 */
export function pathsOf(collections: Collections): Paths {
  const { users, markers, audit, settings, jobs, skipped, changes } = collections;
  return {
    user: (uid) => `${users}/${checked(uid)}`,
    marker: (uid) => `${markers}/${checked(uid)}`,
    auditEntry: (id) => `${audit}/${id}`,
    job: (jobId) => `${jobs}/${jobId}`,
    skipped: (jobId) => `${jobs}/${jobId}/${skipped}`,
    changes: (jobId, number) => `${jobs}/${jobId}/${changes}/${number}`,
    settings: `${settings}/access`,
  };
}
