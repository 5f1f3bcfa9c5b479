import type { AccessRefusal } from './challenge.ts';
import type { GrantRefusal } from './granting.ts';
import { type RoleTable, topRole } from './roles.ts';

/**
 * Why a change of access is refused, apart from problems of the caller's session.
 *
 * @example const reason: ChangeRefusal = 'last-owner';
 */
export type ChangeRefusal =
  | GrantRefusal
  | 'no-such-person'
  | 'changed-meanwhile'
  | 'already-undone'
  | 'no-such-entry'
  | 'cannot-be-undone';

/**
 * The sentence for a refused change of access: the same on the admin's page, in the result of a job
 * and on the command line.
 *
 * @example refusalSentence(roles, 'own-role'); // 'A user cannot change their own access. …'
 */
export function refusalSentence(roles: RoleTable, reason: ChangeRefusal): string {
  switch (reason) {
    case 'not-allowed':
      return 'The caller’s role does not allow changing the access of others.';
    case 'own-role':
      return 'A user cannot change their own access. Ask a user of a higher rank.';
    case 'rank-too-low':
      return 'Only users below one’s own rank can be changed, and only to roles below it.';
    case 'beyond-own-end':
      return 'A user with a time-bound role can give roles only until its end.';
    case 'last-owner': {
      const top = topRole(roles);
      return `This is the last permanent ${top}. Make another user ${top} first.`;
    }
    case 'no-such-person':
      return 'There is no such user. The account may have been deleted.';
    case 'changed-meanwhile':
      return 'The access of this user was changed in the meantime, and that change stays.';
    case 'already-undone':
      return 'This change was undone before. To have it again, undo that.';
    case 'no-such-entry':
      return 'There is no such entry in the audit log.';
    case 'cannot-be-undone':
      return 'This entry changed no role, no end of a role and no disabled account, so there is nothing to put back.';
  }
}

/** What the user reads. Each says what to do next, where something can be done. */
const ACCESS_SENTENCES: Readonly<Record<AccessRefusal, string>> = {
  'signed-out': 'Sign in first.',
  'session-revoked': 'You were signed out everywhere. Sign in again.',
  'sign-in-too-old': 'Your sign-in is too old for this. Sign in again.',
  disabled: 'This account is disabled. Ask an admin.',
  'locked-down': 'A lockdown is on. Try again later.',
  'token-stale': 'Your access has changed. Refresh your token and try again.',
  'claims-shadowed':
    'This sign-in method sets a role of its own, which is not accepted. Sign in with another method.',
  'token-too-old': 'This needs a fresh token. Refresh it and try again.',
  'not-allowed': 'Your role does not allow this.',
};

/**
 * The sentence for a caller that a guard refuses: the same of callables, HTTP functions, pages and other servers.
 * It says what to do next, where something can be done.
 *
 * @example accessRefusalSentence('disabled'); // 'This account is disabled. Ask an admin.'
 */
export function accessRefusalSentence(reason: AccessRefusal): string {
  return ACCESS_SENTENCES[reason];
}
