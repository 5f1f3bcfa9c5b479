import {
  grantableRoles,
  type Principal,
  type RoleTable,
  refuseRoleChange,
} from '../../core/index.ts';

/** The roles that the actor may give to the person, lowest first; null, for none, comes first. */
export function roleChoices<Role extends string>(
  table: RoleTable<Role>,
  actor: Principal,
  person: { readonly uid: string; readonly roleText: string | null },
): readonly (Role | null)[] {
  const target = { uid: person.uid, role: person.roleText };
  const mayTakeAway = refuseRoleChange(table, { actor, target, role: null }) === null;
  return [...(mayTakeAway ? [null] : []), ...grantableRoles(table, actor, target)];
}
