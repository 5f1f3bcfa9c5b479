import { type CallableRequest, HttpsError, onCall } from 'firebase-functions/https';
import { VERSIONS } from './places.ts';
import { auth, db } from './project.ts';

export interface RoleOrder {
  readonly how: keyof typeof WAYS;
  readonly uid: string;
  readonly role: string;
}

/**
 * The call by which an admin changes a role, for approaches that change accounts and have no document
 * to edit. The caller's token decides whether they may, as in the samples.
 */
export const labAdmin = onCall(
  async ({ auth: caller, data }: CallableRequest<RoleOrder>): Promise<void> => {
    if (caller?.token.role !== 'admin') throw new HttpsError('permission-denied', 'Admins only.');
    await WAYS[data.how](data.uid, data.role);
  },
);

const WAYS = {
  /** https://firebase.google.com/docs/auth/admin/custom-claims */
  claims: (uid: string, role: string) => auth.setCustomUserClaims(uid, { role }),

  /**
   * A version beside the role, on the server and in the token; the claims first, so that a client that is
   * found out of date gets the new ones. https://stackoverflow.com/a/44028839
   */
  async versioned(uid: string, role: string) {
    const stored = db.doc(`${VERSIONS}/${uid}`);
    const version = (((await stored.get()).get('version') as number | undefined) ?? 0) + 1;
    await auth.setCustomUserClaims(uid, { role, version });
    await stored.set({ version });
  },

  /** https://firebase.google.com/docs/auth/admin/manage-sessions */
  async revoked(uid: string, role: string) {
    await auth.setCustomUserClaims(uid, { role });
    await auth.revokeRefreshTokens(uid);
  },
};
