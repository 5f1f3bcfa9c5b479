import { ApplicationRef, inject } from '@angular/core';
import { type CanMatchFn, Router, type UrlSegment } from '@angular/router';
import { holds } from '../web/can.ts';
import { isServer } from '../web/live-query.ts';
import type { InOrg, LiveClaims } from '../web/types.ts';
import { onAccessChange, whenSettled } from '../web/when-settled.ts';

/** Where a path has the id of an organisation; null and undefined for none. */
export interface RouteOrg {
  readonly in: (segments: readonly UrlSegment[]) => InOrg['in'];
}

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
  where?: RouteOrg,
): CanMatchFn {
  return async (_, segments) => {
    if (isServer()) return true;
    const client = injectClient();
    const router = inject(Router);
    follow(client, router);
    const place = where && { in: where.in(segments) };
    return holds(await whenSettled(client), permission, place) || router.parseUrl(otherwise);
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
