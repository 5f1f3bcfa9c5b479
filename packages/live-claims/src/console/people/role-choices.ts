import {
  grantableRoles,
  type Principal,
  permits,
  type RoleTable,
  rankOf,
  refuseRoleChange,
  topRole,
} from '../../core/index.ts';
import { isolated } from '../parts/names.ts';
import { withArticle } from '../parts/role-words.ts';

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

/** Why there is no role that the actor may give to the person: the person rose, or the actor’s own access changed. */
export function whyNoChoice(
  table: RoleTable,
  actor: Principal,
  person: { readonly uid: string; readonly name: string; readonly roleText: string | null },
): string {
  const target = { uid: person.uid, role: person.roleText };
  const refusal = refuseRoleChange(table, { actor, target, role: null });
  const isHigher = rankOf(table, target.role) >= rankOf(table, actor.role);
  if (refusal !== 'rank-too-low' || !isHigher || target.role === null) {
    return 'Your access changed, and you can no longer change this role.';
  }
  // A role is changed by those above it; the highest one by those who have it.
  const above = table.ranking.find(
    (role, rank) =>
      rank > rankOf(table, target.role) && permits(table, role, table.grantPermission),
  );
  return `${isolated(person.name)} is ${withArticle(target.role)} now, so only ${withArticle(above ?? topRole(table))} can change this role.`;
}
