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

/** Path of the document that admins edit: the source of a person's access. */
export const userPath = (uid: string): string => `${COLLECTIONS.users}/${uid}`;

/** Path of the marker: what the person's claims were last set to, which clients listen on. */
export const markerPath = (uid: string): string => `${COLLECTIONS.userClaims}/${uid}`;

/** Path of an entry of the audit log: the id of the change that it tells of. */
export const auditPath = (id: string): string => `${COLLECTIONS.auditLog}/${id}`;

/** Path of a job: how far work on many accounts has got. */
export const jobPath = (jobId: string): string => `${COLLECTIONS.jobs}/${jobId}`;

/** Path of the list of those whom a job could not help. */
export const setAsidePath = (jobId: string): string => `${jobPath(jobId)}/setAside`;

/** Path of the switches that hold for everyone. */
export const ACCESS_SETTINGS_PATH = `${COLLECTIONS.settings}/access`;
