import { permissionsOf, type RoleTable, rankOf } from '../core/roles.ts';
import type { AdditionalTypes, ClaimsSnapshot, LiveClaims, Unsubscribe } from './types.ts';

/**
 * The role whose view is shown, and of which user.
 *
 * @example const viewed: ViewedAccess = { role: 'viewer', name: 'Ada' };
 */
export interface ViewedAccess {
  /** Null for no role. */
  readonly role: string | null;
  /** The name of a user who has it, for the bar that says so. @default none: it is about the role */
  readonly name?: string | undefined;
}

/**
 * Shows the app as a lower role has it: see `createViewAs`.
 *
 * @example
 * viewAs.view({ role: 'viewer' });
 * viewAs.view(null);
 */
export interface ViewAs<
  Role extends string = string,
  Permission extends string = string,
  Additional extends AdditionalTypes = AdditionalTypes,
> {
  /** The client to give to the bindings: the real one while nothing is viewed. */
  readonly client: LiveClaims<Role, Permission, Additional>;
  /** Begins the view, in place of an earlier one; null ends it. Another account that signs in ends it too. */
  view(as: ViewedAccess | null): void;
  /** What is viewed at the moment; null for nothing. */
  viewed(): ViewedAccess | null;
  /** Calls `listener` when a view begins or ends. */
  subscribe(listener: () => void): Unsubscribe;
}

/**
 * Lets a user see the app as a lower role has it, in this tab. It only narrows: the snapshot has the lower of the two roles,
 * and of the permissions that the user holds those which that role has. What is read and done meanwhile is read and done
 * as the user, with their real token; access in organisations and the app's own claims stay as they are.
 *
 * @example
 * const viewAs = createViewAs(claims, config.roles);
 * const app = <LiveClaimsProvider client={viewAs.client}><App /></LiveClaimsProvider>;
 */
export function createViewAs<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes,
>(
  client: LiveClaims<Role, Permission, Additional>,
  roles: RoleTable<Role, Permission>,
): ViewAs<Role, Permission, Additional> {
  type Snapshot = ClaimsSnapshot<Role, Permission, Additional>;
  const listeners = new Set<() => void>();
  let current: { readonly uid: string; readonly as: ViewedAccess } | null = null;
  /** The narrowed snapshot is the same one for as long as the real one is. */
  let shown: { readonly real: Snapshot; readonly as: ViewedAccess; readonly narrow: Snapshot };

  function viewed(): ViewedAccess | null {
    const { user } = client.getSnapshot();
    return current !== null && user?.uid === current.uid ? current.as : null;
  }

  function getSnapshot(): Snapshot {
    const real = client.getSnapshot();
    const as = viewed();
    if (as === null) return real;
    if (shown?.real !== real || shown.as !== as) shown = { real, as, narrow: narrowed(real, as) };
    return shown.narrow;
  }

  function narrowed(real: Snapshot, { role: asked }: ViewedAccess): Snapshot {
    const isLower = rankOf(roles, asked) < rankOf(roles, real.role);
    const role = isLower ? (asked as Role | null) : real.role;
    const held = permissionsOf(roles, role);
    return { ...real, role, permissions: real.permissions.filter((one) => held.includes(one)) };
  }

  /** Also of the client's changes: another account ends a view. */
  function subscribe(listener: () => void): Unsubscribe {
    listeners.add(listener);
    const stop = client.subscribe(listener);
    return () => {
      listeners.delete(listener);
      stop();
    };
  }

  return {
    client: { ...client, getSnapshot, subscribe },
    view(as) {
      const { user } = client.getSnapshot();
      current = as === null || user === null ? null : { uid: user.uid, as };
      for (const listener of [...listeners]) listener();
    },
    viewed,
    subscribe,
  };
}
