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
