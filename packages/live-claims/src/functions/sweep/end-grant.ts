import { randomUUID } from 'node:crypto';
import type { Store } from '../firebase/store.ts';
import { type SyncEngine, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { endExpiredGrant } from './end-expired-grant.ts';

/**
 * Ends a grant whose time is over and applies that at once. What dies in between, the trigger brings
 * to its end.
 *
 * @param now in milliseconds since the Unix epoch.
 * @returns what the sync came to; null when there was nothing to end.
 * @throws what the transaction and the sync throw.
 */
export async function endGrant(
  { store, engine }: { readonly store: Store; readonly engine: SyncEngine },
  uid: string,
  now: number,
): Promise<SyncOutcome | null> {
  const changeId = randomUUID();
  if (!(await endExpiredGrant(store, engine.roles, { uid, changeId, now }))) return null;
  return syncUser(engine, uid);
}
