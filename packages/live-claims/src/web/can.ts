import type { AdditionalTypes, ClaimsSnapshot, InOrg, OrgPermissionOf } from './types.ts';

/**
 * Whether the user of a snapshot holds a permission: one of the app, or with `in` one in that organisation. Decides
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
export function can(snapshot: ClaimsSnapshot, permission: string, where?: InOrg): boolean {
  return holds(snapshot, permission, where);
}

/** `can` for the bindings, which have types of their own. An `in` that is there and says nothing is no organisation. */
export function holds(
  { permissions, orgs }: ClaimsSnapshot,
  permission: string,
  where: Partial<InOrg> = {},
): boolean {
  const held = 'in' in where ? orgs[where.in ?? '']?.permissions : permissions;
  return held?.includes(permission) ?? false;
}

/** A value, or what an accessor gives: for bindings that follow it. */
export const resolve = <Value extends string | null | undefined>(
  given: Value | (() => Value),
): Value => (typeof given === 'function' ? given() : given);
