import type { AdditionalTypes, ClaimsSnapshot, LiveClaims, Unsubscribe } from './types.ts';

type Readable<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes,
> = Pick<LiveClaims<Role, Permission, Additional>, 'getSnapshot' | 'subscribe'>;

/**
 * Waits until the snapshot is no longer `loading` or `refreshing`: for route guards, which must not decide
 * before the server has been heard. Resolves at once when it is settled, and otherwise with the
 * server's first answer; of a person who is signed in after 5 seconds at the latest (then `stale`). Never rejects,
 * and never resolves after `close()`.
 *
 * @example
 * const { permissions } = await whenSettled(claims);
 * if (!permissions.includes('threads.close')) return redirect('/');
 */
export function whenSettled<
  Role extends string,
  Permission extends string,
  Additional extends AdditionalTypes = AdditionalTypes,
>(
  claims: Readable<Role, Permission, Additional>,
): Promise<ClaimsSnapshot<Role, Permission, Additional>> {
  return new Promise((resolve) => {
    const isWaiting = () => ['loading', 'refreshing'].includes(claims.getSnapshot().status);
    if (!isWaiting()) return resolve(claims.getSnapshot());
    const unsubscribe = claims.subscribe(() => {
      if (isWaiting()) return;
      unsubscribe();
      resolve(claims.getSnapshot());
    });
  });
}

/**
 * Calls `listener` when the account, its permissions, its access in organisations or the app's own claims have changed,
 * and for nothing else: for routers, which then check the open page again.
 *
 * @example
 * onAccessChange(claims, () => void router.revalidate());
 */
export function onAccessChange(
  claims: Readable<string, string, AdditionalTypes>,
  listener: () => void,
): Unsubscribe {
  const facts = () => {
    const { user, permissions, orgs, custom } = claims.getSnapshot();
    return JSON.stringify([user?.uid, permissions, orgs, custom]);
  };
  let before = facts();
  return claims.subscribe(() => {
    const now = facts();
    if (now === before) return;
    before = now;
    listener();
  });
}
