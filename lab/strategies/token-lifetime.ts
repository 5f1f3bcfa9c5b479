/** How long an ID token of Firebase Auth lives: https://firebase.google.com/docs/auth/admin/manage-sessions */
export const TOKEN_LIFETIME_MS = 3_600_000;

/** How long a client is let through that keeps its token, where nothing but the token is looked at. */
export const TOKEN_BOUND = {
  ms: TOKEN_LIFETIME_MS,
  why: 'An ID token lives for an hour, and nothing but the token is looked at.',
};
