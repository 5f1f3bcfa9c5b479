/** Firestore collections. */
export declare const COLLECTIONS: {
    readonly users: 'users';
    readonly userClaims: 'userClaims';
    readonly auditLog: 'auditLog';
    readonly settings: 'settings';
    readonly invites: 'invites';
    readonly posts: 'posts';
    readonly jobs: 'jobs';
};
/**
 * Path of the document that admins edit: the source of a person's access.
 *
 * @throws {TypeError} for what is no account id: it would lead to somebody else's document.
 */
export declare const userPath: (uid: string) => string;
/**
 * Path of the marker: what the person's claims were last set to, which clients listen on.
 *
 * @throws {TypeError} for what is no account id.
 */
export declare const markerPath: (uid: string) => string;
/** Path of an entry of the audit log: the id of the change that it tells of. */
export declare const auditPath: (id: string) => string;
/** Path of a job: how far work on many accounts has got. */
export declare const jobPath: (jobId: string) => string;
/** Path of the list of those whom a job could not help. */
export declare const setAsidePath: (jobId: string) => string;
/** Path of the switches that hold for everyone. */
export declare const ACCESS_SETTINGS_PATH: string;
