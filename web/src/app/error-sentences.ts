import { asErrorLike, SENTENCES, sentenceOf, type Wording } from 'live-claims/console/parts/text';
import type { Role } from '../../../functions/src/live-claims.config.ts';

/** The role of the highest rank. Named here, so that the sign-in page loads no roles. */
export const TOP_ROLE: Role = 'owner';

const NOT_ALLOWED =
  'Your access does not allow this at the moment. “My access” shows what you may do; an admin can change it.';
const WRONG_PASSWORD = 'Wrong e-mail address or password. Try again, or reset your password.';

const WORDING: Wording = {
  refusals: {
    'locked-down':
      'The app is locked down: only owners have access. Try again once the lockdown is off.',
    'not-allowed': NOT_ALLOWED,
  },
  codes: {
    'permission-denied': NOT_ALLOWED,
    'auth/network-request-failed': SENTENCES.offline,
    'auth/timeout': SENTENCES.offline,
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
    'auth/user-disabled': SENTENCES.disabled,
    'auth/user-token-expired': SENTENCES.signInAgain,
    'auth/invalid-user-token': SENTENCES.signInAgain,
    'auth/too-many-requests': SENTENCES.tooMany,
    'auth/quota-exceeded': SENTENCES.tooMany,
    'auth/operation-not-allowed':
      'Sign-in with e-mail and password is switched off in this project. Enable it in the Firebase console under Authentication, Sign-in method.',
    'auth/admin-restricted-operation':
      'New accounts are switched off in this project. Ask an admin for one.',
  },
};

/** What the blocking function says when it cannot set a new account up, inside Auth's own error. */
const BLOCKED_SIGN_UP =
  'Your account could not be set up just now. Nothing was created; try again.';

/** One or two sentences for the person: what went wrong and what to do. Never a code. */
export function sentenceFor(error: unknown): string {
  const { code, message } = asErrorLike(error);
  if (code === 'auth/internal-error' && /BLOCKING_FUNCTION/.test(message)) return BLOCKED_SIGN_UP;
  return sentenceOf(error, TOP_ROLE, WORDING);
}
