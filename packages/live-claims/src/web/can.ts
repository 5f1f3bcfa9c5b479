import type { AdditionalTypes, ClaimsSnapshot, InOrg, OrgPermissionOf } from './types.ts';

/**
 * Whether the user of a snapshot holds a permission: one of the app, or with `in` one of that organisation. Decides
 * what to show; the security rules decide what happens.
 *
 * @example
 * const mayClose = can(claims.getSnapshot(), 'threads.close');
 * const mayWrite = can(await whenSettled(claims), 'notes.write', { in: orgId });
 */
export function can<Permission extends string>(
  snapshot: ClaimsSnapshot<string, Permission>,
  permission: NoInfer<Permission>,
): boolean;
export function can<Additional extends AdditionalTypes>(
  snapshot: ClaimsSnapshot<string, string, Additional>,
  permission: OrgPermissionOf<NoInfer<Additional>>,
  where: InOrg,
): boolean;
export function can(
  { permissions, orgs }: ClaimsSnapshot,
  permission: string,
  where: Partial<InOrg> = {},
): boolean {
  const held = 'in' in where ? orgs[where.in ?? '']?.permissions : permissions;
  return held?.includes(permission) ?? false;
}
