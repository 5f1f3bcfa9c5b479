/** What can keep claims from being fresh, with what to tell the person. A closed set. */
const ADVICE = {
  offline: 'No connection to the server. Access is shown as last known and checked on return.',
  'refresh-failed': 'The new access could not be fetched. Check the connection; trying goes on.',
  'quota-exceeded': 'Too many token refreshes. Wait a moment; trying goes on at a slower pace.',
  'claims-behind': 'The new access has not reached the account yet. If it lasts, sign in again.',
  'claims-shadowed':
    'This sign-in brought a role of its own, which does not count. Sign out, then sign in in another way.',
  'marker-unreachable':
    'Changes of access cannot be heard. If it lasts, sign in again or tell an admin.',
  'marker-unreadable':
    'The document userClaims/{uid} cannot be read. Save the role again to have it rewritten.',
  'sign-out-failed': 'This session has ended but signing out failed. Close the page.',
  closed: 'This client was closed. Create a new one with createLiveClaims().',
} as const;

export type LiveClaimsErrorCode = keyof typeof ADVICE;

/** The one error of this package; its message starts with the code. */
export class LiveClaimsError extends Error {
  readonly code: LiveClaimsErrorCode;

  constructor(code: LiveClaimsErrorCode, cause?: unknown) {
    super(`[${code}] ${ADVICE[code]}`, { cause });
    this.name = 'LiveClaimsError';
    this.code = code;
  }

  /** The message without the code: one or two sentences for the person in front of the screen. */
  get advice(): string {
    return ADVICE[this.code];
  }
}
