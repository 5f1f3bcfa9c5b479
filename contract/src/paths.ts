/** Firestore collections. */
export const COLLECTIONS = {
  users: 'users',
  userClaims: 'userClaims',
  auditLog: 'auditLog',
  settings: 'settings',
  invites: 'invites',
  posts: 'posts',
} as const;

/** Path of the document that admins edit: the source of a person's access. */
export const userPath = (uid: string): string => `${COLLECTIONS.users}/${uid}`;

/** Path of the marker: what the person's claims were last set to, which clients listen on. */
export const markerPath = (uid: string): string => `${COLLECTIONS.userClaims}/${uid}`;

/** Path of the switches that hold for everyone. */
export const ACCESS_SETTINGS_PATH = `${COLLECTIONS.settings}/access`;
