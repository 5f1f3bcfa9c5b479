import { isUid } from '../../core/index.ts';
import { finishReserved } from '../invites/take-offer.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import type { Place } from './create-document.ts';

/**
 * Does what had to wait for the account: takes the invite that its sign-up reserved, and applies what
 * was edited or deleted while there was no account to apply it to. An account without document and
 * marker is left alone: whoever made it may be about to write one, and its claims too. Safe to repeat.
 *
 * @returns what the sync came to; null when there is neither.
 */
export async function accountCreated(place: Place, uid: string): Promise<SyncOutcome | null> {
  // The Admin SDK takes ids that no document can have; nothing is kept about those.
  if (!isUid(uid)) return null;
  const { engine } = place;
  const { source, marker } = await engine.documents.read(uid);
  if (source.data === null && marker === null) return null;
  await finishReserved(place, uid);
  return syncUser(engine, uid);
}
