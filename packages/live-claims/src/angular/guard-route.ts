import { ApplicationRef, inject } from '@angular/core';
import { type CanMatchFn, Router } from '@angular/router';
import { isServer } from '../web/live-query.ts';
import type { LiveClaims } from '../web/types.ts';
import { onAccessChange, whenSettled } from '../web/when-settled.ts';

const followed = /* @__PURE__ */ new WeakSet<Router>();

/**
 * A guard that waits for the claims to be settled. With the first one the router begins to check the open
 * page, or the one that is being opened, again at every change of access. On a server, where no client is signed in, it
 * lets through: the browser decides once it has the page, and data is guarded by `live-claims/server`.
 */
export function guardRoute(
  injectClient: () => LiveClaims,
  permission: string,
  otherwise: string,
): CanMatchFn {
  return async () => {
    if (isServer()) return true;
    const client = injectClient();
    const router = inject(Router);
    follow(client, router);
    const { permissions } = await whenSettled(client);
    return permissions.includes(permission) || router.parseUrl(otherwise);
  };
}

function follow(client: LiveClaims, router: Router): void {
  if (followed.has(router)) return;
  followed.add(router);
  const stop = onAccessChange(client, () => {
    const pending = router.currentNavigation();
    void router.navigateByUrl(pending?.extractedUrl ?? router.url, {
      replaceUrl: true,
      ...pending?.extras,
      onSameUrlNavigation: 'reload',
    });
  });
  inject(ApplicationRef).onDestroy(stop);
}
