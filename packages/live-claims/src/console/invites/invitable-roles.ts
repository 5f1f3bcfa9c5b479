import { grantableRoles, type RoleTable } from '../../core/index.ts';

/** Ids that no account has: an invite is for a person without an account. */
const INVITER = { uid: ' inviter' };
const INVITED = { uid: ' invited', role: null };

/** The roles that a user with this role may invite to, lowest first. */
export function invitableRoles<Role extends string>(
  table: RoleTable<Role>,
  role: string | null,
): readonly Role[] {
  return grantableRoles(table, { ...INVITER, role }, INVITED);
}
