import type { AccessRefusal, GrantRefusal } from 'live-claims/core';

const OFFLINE = 'The server cannot be reached. Check your connection and try again.';
const TOO_MANY = 'Too many attempts in a short time. Wait a few minutes and try again.';
const NOT_ALLOWED =
  'Your access does not allow this at the moment. “My access” shows what you may do; an admin can change it.';
const SIGN_IN_AGAIN = 'Your sign-in is no longer valid. Sign out, then sign in again.';
const WRONG_PASSWORD = 'Wrong e-mail address or password. Try again, or reset your password.';
const DISABLED = 'This account is disabled. Ask an admin to enable it again.';
const FAULT =
  'The server could not do this, or could not be reached. Try again; if it persists, contact an admin.';

/** By the reason that comes in a refusal's details: of the guards, of ranks, and of invites. */
const REFUSALS: Readonly<
  Record<AccessRefusal | GrantRefusal | 'email-not-verified' | 'changed-meanwhile', string>
> = {
  'signed-out': SIGN_IN_AGAIN,
  'session-revoked': 'All your sessions were ended. Sign out, then sign in again.',
  'sign-in-too-old': 'Each user has to sign in again. Sign out first, then sign in.',
  disabled: DISABLED,
  'locked-down':
    'The app is locked down: only owners have access. Try again once the lockdown is off.',
  'token-stale': 'Your access has just changed, and the change has not arrived here. Try again.',
  'claims-shadowed':
    'This sign-in method sets a role of its own, which is not accepted. Sign out, then sign in with another method.',
  'token-too-old': 'Your access could not be checked again. Check your connection and try again.',
  'not-allowed': NOT_ALLOWED,
  'own-role': 'You cannot change your own role. Ask a user with a higher role.',
  'rank-too-low':
    'You can only change people below your own rank, and only to roles below it. Ask an owner.',
  'beyond-own-end':
    'Your own role ends at a set time, and roles that you give must end by then. Set an earlier end.',
  'last-owner':
    'This is the last permanent owner. Make another user an owner first, then try again.',
  'changed-meanwhile':
    'This user’s access changed in the meantime, and your change was not saved. Check the current state, then try again.',
  'email-not-verified': 'Verify this e-mail address first, by the link that is sent to it.',
};

/** By Firebase error code; Firestore's and Functions' codes without their prefix. */
const BY_CODE: Readonly<Record<string, string>> = {
  'auth/network-request-failed': OFFLINE,
  'auth/timeout': OFFLINE,
  'auth/invalid-credential': WRONG_PASSWORD,
  'auth/invalid-login-credentials': WRONG_PASSWORD,
  'auth/wrong-password': WRONG_PASSWORD,
  'auth/user-not-found': WRONG_PASSWORD,
  'auth/email-already-in-use':
    'There is an account with this e-mail address already. Sign in with it instead.',
  'auth/weak-password': 'This password is too easy to guess. Use at least 6 characters.',
  'auth/password-does-not-meet-requirements':
    'This password does not meet the rules of this project. Use a longer one with letters, digits and signs.',
  'auth/invalid-email': 'This is not an e-mail address. Write it like name@example.com.',
  'auth/missing-email': 'Enter your e-mail address.',
  'auth/missing-password': 'Enter a password.',
  'auth/user-disabled': DISABLED,
  'auth/user-token-expired': SIGN_IN_AGAIN,
  'auth/invalid-user-token': SIGN_IN_AGAIN,
  'auth/too-many-requests': TOO_MANY,
  'auth/quota-exceeded': TOO_MANY,
  'auth/operation-not-allowed':
    'Sign-in with e-mail and password is switched off in this project. Enable it in the Firebase console under Authentication, Sign-in method.',
  'auth/admin-restricted-operation':
    'New accounts are switched off in this project. Ask an admin for one.',
  unavailable: OFFLINE,
  'deadline-exceeded':
    'The server took too long to answer. The change may still arrive, and shows here when it does.',
  'permission-denied': NOT_ALLOWED,
  'invalid-argument': 'The server did not accept this. Check what you entered and try again.',
  unauthenticated: SIGN_IN_AGAIN,
  'resource-exhausted': TOO_MANY,
  'not-found': 'This no longer exists, so nothing was changed.',
  'already-exists': 'This exists already. Reload the page to see it.',
  'failed-precondition': FAULT,
  aborted: 'Another change was made at the same moment. Check the current state, then try again.',
  cancelled: 'This was cancelled before it was done. Try again.',
  internal: FAULT,
  unknown: FAULT,
};

/** What the Functions SDK says of a call that no server has got. */
const UNREACHED: readonly string[] = ['functions/internal', 'functions/unavailable'];

/** What the blocking function says when it cannot set a new account up, inside Auth's own error. */
const BLOCKED_SIGN_UP =
  'Your account could not be set up just now. Nothing was created; try again.';

/** One or two sentences for the person: what went wrong and what to do. Never a code. */
export function sentenceFor(error: unknown): string {
  if (isChunkLoadFailure(error)) return 'The app was updated meanwhile. Reload the page.';
  const { code, message, details } = asErrorLike(error);
  const reason = (details as { reason?: unknown } | null)?.reason;
  if (isRefusal(reason)) return REFUSALS[reason];
  if (code === 'auth/internal-error' && /BLOCKING_FUNCTION/.test(message)) return BLOCKED_SIGN_UP;
  if (UNREACHED.includes(code) && globalThis.navigator?.onLine === false) {
    return 'You are offline. Nothing was changed; save again when you are back.';
  }
  const bare = code.replace(/^(functions|firestore)\//, '');
  return (Object.hasOwn(BY_CODE, bare) && BY_CODE[bare]) || FAULT;
}

/** A part of the app that a newer deployment no longer serves. Browsers word it differently. */
function isChunkLoadFailure(error: unknown): boolean {
  const { message } = asErrorLike(error);
  return /dynamically imported module|module script failed|Unable to preload/i.test(message);
}

function isRefusal(reason: unknown): reason is keyof typeof REFUSALS {
  return typeof reason === 'string' && Object.hasOwn(REFUSALS, reason);
}

function asErrorLike(error: unknown): { code: string; message: string; details: unknown } {
  const { code, message, details } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    details: typeof details === 'object' ? details : null,
  };
}
