import { isUid } from '@live-claims/contract';
import { finishReserved } from '../invites/take-offer.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import type { Place } from './create-document.ts';

/**
 * Does what had to wait for the account: takes the invite that its sign-up reserved, and applies what
 * was edited while there was no account to apply it to. An account without a document is left alone:
 * whoever made it may be about to write one, and its claims too. Safe to repeat.
 *
 * @returns what the sync came to; null when there is no document.
 */
export async function accountCreated(place: Place, uid: string): Promise<SyncOutcome | null> {
  // The Admin SDK takes ids that no document can have; nothing is kept about those.
  if (!isUid(uid)) return null;
  const { engine } = place;
  const source = await engine.documents.readSource(uid);
  if (source.data === null) return null;
  await finishReserved(place, uid);
  return syncUser(engine, uid);
}
