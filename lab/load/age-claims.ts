import type { Auth } from 'firebase-admin/auth';

/** Accounts that `listUsers` gives at a time. */
const ACCOUNTS_PER_CALL = 1000;

/** Requests at the same time. */
const AT_ONCE = 20;

/**
 * Gives every account's claims another shape, as if the release now in use had just taken a property
 * out of them: what the access is stays the same.
 */
export async function ageClaims(auth: Auth): Promise<void> {
  let page: string | undefined;
  do {
    const { users, pageToken } = await auth.listUsers(ACCOUNTS_PER_CALL, page);
    for (let first = 0; first < users.length; first += AT_ONCE) {
      await Promise.all(
        users
          .slice(first, first + AT_ONCE)
          .map(({ uid, customClaims }) =>
            auth.setCustomUserClaims(uid, { ...customClaims, rx: null }),
          ),
      );
    }
    page = pageToken;
  } while (page);
}
