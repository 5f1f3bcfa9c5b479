import type { GrantRefusal } from './granting.ts';
import { type RoleTable, topRole } from './roles.ts';

/**
 * Why a change of access is refused, apart from problems of the caller's session.
 *
 * @example const reason: ChangeRefusal = 'last-owner';
 */
export type ChangeRefusal = GrantRefusal | 'no-such-person' | 'changed-meanwhile';

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
  }
}
