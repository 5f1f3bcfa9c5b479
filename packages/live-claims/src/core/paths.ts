import type { Collections } from './names.ts';
import { isUid } from './uids.ts';

/** Firestore collections. */
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
 */
export const userPath = (uid: string): string => `${COLLECTIONS.users}/${checked(uid)}`;

/**
 * Path of the marker, which clients listen to: what the person's claims were last set to.
 *
 * @throws {TypeError} when it is not an account id.
 */
export const markerPath = (uid: string): string => `${COLLECTIONS.userClaims}/${checked(uid)}`;

/** Path of an entry of the audit log: the id of the change that it tells of. */
export const auditPath = (id: string): string => `${COLLECTIONS.auditLog}/${id}`;

/** Path of a job: how far work on many accounts has got. */
export const jobPath = (jobId: string): string => `${COLLECTIONS.jobs}/${jobId}`;

/** Path of the list of accounts that a job skipped. */
export const setAsidePath = (jobId: string): string => `${jobPath(jobId)}/setAside`;

/** Path of the access settings, which hold for all users. */
export const ACCESS_SETTINGS_PATH = `${COLLECTIONS.settings}/access`;

/** Every id passes this check before it becomes part of a path. */
function checked(uid: string): string {
  if (!isUid(uid)) throw new TypeError(`${JSON.stringify(uid)} is no account id.`);
  return uid;
}

/** Paths of the documents of live-claims in a database. */
export interface Paths {
  /**
   * The document that admins edit: the source of a person's access.
   *
   * @throws {TypeError} for what is no account id: it would lead to somebody else's document.
   */
  readonly user: (uid: string) => string;
  /**
   * The marker: what the person's claims were last set to, which clients listen on.
   *
   * @throws {TypeError} for what is no account id.
   */
  readonly marker: (uid: string) => string;
  /** An entry of the audit log: the id of the change that it tells of. */
  readonly auditEntry: (id: string) => string;
  /** A job: how far work on many accounts has got. */
  readonly job: (jobId: string) => string;
  /** The collection of the accounts that a job left out. */
  readonly skipped: (jobId: string) => string;
  /** A document with some of the changes that a job makes. */
  readonly changes: (jobId: string, number: number) => string;
  /** The switches that hold for everyone. */
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
