import { span } from 'live-claims/console/parts/text';
import type { LiveClaims } from 'live-claims/web';
import type { Permission } from '../../../../functions/src/live-claims.config.ts';
import type { createNotices } from '../notices/notices.ts';
import { accessNotice, gained } from './access-notice.ts';
import { type Arrivals, followArrival, NO_ARRIVALS, shownAfter } from './arrival.ts';

/** What happened to the signed-in person's access while this page was open. */
export interface AccessHistory {
  subscribe(listener: () => void): () => void;
  getSnapshot(): Arrivals;
  /** Whether the user got this permission just now, so that what it opens is to be seen arriving. */
  isNew(permission: Permission): boolean;
}

/** For how long what a permission opens is new, in milliseconds. */
const NEW_FOR_MS = 5_000;

/** Follows the client for as long as the page lives, and posts a notice for every change. */
export function watchAccess(
  claims: LiveClaims,
  notices: ReturnType<typeof createNotices>,
): AccessHistory {
  let before = claims.getSnapshot();
  let arrivals = NO_ARRIVALS;
  const listeners = new Set<() => void>();
  /** What the last gain brought, and when. */
  let news: { readonly permissions: readonly Permission[]; readonly at: number } | null = null;

  claims.subscribe(() => {
    const after = claims.getSnapshot();
    const now = Date.now();
    arrivals = followArrival(arrivals, before, after, now);
    if (before.user === null && after.user !== null) notices.clearAccess();
    const permissions = gained(before, after);
    if (permissions.length > 0) news = { permissions, at: now };
    const notice = accessNotice(before, after, now);
    if (notice !== null) {
      const time = shownAfter(before, after, now);
      const details = [notice.detail, time === null ? undefined : `Arrived in ${span(time)}.`];
      const detail = details.filter((each) => each !== undefined).join(' ');
      notices.post({ ...notice, ...(detail !== '' && { detail }) });
    }
    before = after;
    for (const listener of listeners) listener();
  });

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => arrivals,
    isNew: (permission) =>
      news?.permissions.includes(permission) === true &&
      claims.getSnapshot().permissions.includes(permission) &&
      Date.now() - news.at < NEW_FOR_MS,
  };
}
