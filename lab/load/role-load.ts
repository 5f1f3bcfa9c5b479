import { editInConsole } from '../../test/support/admin.ts';
import type { LoadTest } from '../results.ts';
import { timingOf } from '../timing.ts';
import { arrive } from './arrivals.ts';
import type { ClientGroup } from './client-group.ts';
import { curveOf } from './curve.ts';

/** How long the last ones may take after the last change has been sent. */
const SETTLE_WITHIN_MS = 240_000;

export interface RoleLoadOptions {
  readonly role: string;
  /** Changes a second, whether or not those before have been followed; null for all at once. */
  readonly perSecond: number | null;
  readonly onProgress: (count: number) => void;
}

/** Every document gets another role, as by the Admin SDK, and live-claims does the rest. */
export async function roleLoad(
  group: ClientGroup,
  { role, perSecond, onProgress }: RoleLoadOptions,
): Promise<LoadTest> {
  const clients = group.uids.length;
  const watched = await group.watch(role);
  const sending = (clients * 1000) / (perSecond ?? Number.POSITIVE_INFINITY);
  const [{ arrivals, errors }] = await Promise.all([
    arrive(group.uids, perSecond, (uid) => editInConsole(uid, { role })),
    watched.all(sending + SETTLE_WITHIN_MS, onProgress),
  ]);
  const due = new Map(arrivals.map(({ uid, dueAt }) => [uid, dueAt]));
  const first = arrivals[0]?.dueAt ?? 0;
  const each = watched.holders.map(({ uid, at }) => at - (due.get(uid) ?? first));
  const curve = curveOf(
    watched.holders.map(({ at }) => at - first),
    clients,
  );
  const pace = perSecond === null ? 'all at once' : `${perSecond} a second`;
  const lost = errors.length > 0 ? ` ${errors.length} edits could not be written.` : '';
  return {
    name: `all roles, ${pace}`,
    clients,
    ...curve,
    each: timingOf(each, curve.failures),
    note: `Edits of users/{uid} by the Admin SDK, each followed by the function; clients refresh at once.${lost}`,
  };
}
