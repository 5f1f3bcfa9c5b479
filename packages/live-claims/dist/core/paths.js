import { isUid } from './uids.js';
/** Firestore collections. */
export const COLLECTIONS = {
    users: 'users',
    userClaims: 'userClaims',
    auditLog: 'auditLog',
    settings: 'settings',
    invites: 'invites',
    posts: 'posts',
    jobs: 'jobs',
};
/**
 * Path of the document that admins edit: the source of a person's access.
 *
 * @throws {TypeError} for what is no account id: it would lead to somebody else's document.
 */
export const userPath = (uid) => `${COLLECTIONS.users}/${checked(uid)}`;
/**
 * Path of the marker: what the person's claims were last set to, which clients listen on.
 *
 * @throws {TypeError} for what is no account id.
 */
export const markerPath = (uid) => `${COLLECTIONS.userClaims}/${checked(uid)}`;
/** Path of an entry of the audit log: the id of the change that it tells of. */
export const auditPath = (id) => `${COLLECTIONS.auditLog}/${id}`;
/** Path of a job: how far work on many accounts has got. */
export const jobPath = (jobId) => `${COLLECTIONS.jobs}/${jobId}`;
/** Path of the list of those whom a job could not help. */
export const setAsidePath = (jobId) => `${jobPath(jobId)}/setAside`;
/** Path of the switches that hold for everyone. */
export const ACCESS_SETTINGS_PATH = `${COLLECTIONS.settings}/access`;
/** The one door through which an id gets into a path. */
function checked(uid) {
    if (!isUid(uid))
        throw new TypeError(`${JSON.stringify(uid)} is no account id.`);
    return uid;
}
