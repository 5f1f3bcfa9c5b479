import type { GrantRefusal } from './granting.ts';
import { type RoleTable, topRole } from './roles.ts';

/**
 * Why a change of a person's access is not made, apart from what is wrong with the caller's sign-in.
 *
 * @example const reason: ChangeRefusal = 'last-owner';
 */
export type ChangeRefusal = GrantRefusal | 'no-such-person' | 'changed-meanwhile';

/**
 * Says in a sentence why a change of access is not made: the same on the admin's page, in the result of a job
 * and on the command line.
 *
 * @example refusalSentence(roles, 'own-role'); // 'Nobody can change their own access. …'
 */
export function refusalSentence(roles: RoleTable, reason: ChangeRefusal): string {
  switch (reason) {
    case 'not-allowed':
      return 'The role of the person who asks does not allow to change the access of others.';
    case 'own-role':
      return 'Nobody can change their own access. Ask a person of a higher rank.';
    case 'rank-too-low':
      return 'Only people below one’s own rank can be changed, and only to roles below it.';
    case 'beyond-own-end':
      return 'A person who has their own role for a time can give a role until then at most.';
    case 'last-owner': {
      const top = topRole(roles);
      return `This is the last ${top} without an end. Make another person ${top} first.`;
    }
    case 'no-such-person':
      return 'There is no such person. The account may have been deleted.';
    case 'changed-meanwhile':
      return 'The access of this person was changed meanwhile. That stays as it is.';
  }
}
