import { type DocumentReference, Timestamp } from 'firebase-admin/firestore';
import { isTimestamp } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

const HOUR_MS = 3_600_000;

/** Where a person's count stands. No security rule names the collection, so no client reads it. */
export function allowanceDoc(store: Store, uid: string): DocumentReference {
  return store.db.doc(`${store.names.collections.rateLimits}/createInvite:${uid}`);
}

/** An hour that began with an invite, and how many were written in it. */
export interface Spent {
  readonly since: Timestamp;
  readonly count: number;
}

/**
 * What stands there after one more, or null when the hour's invites are used up. A document that
 * cannot be read is a fresh start: functions alone write it.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function spendOne(data: unknown, now: number, invitesPerHour: number): Spent | null {
  const { since, count } = (data ?? {}) as Partial<Spent>;
  const begun = isTimestamp(since) ? since.seconds * 1000 + since.nanoseconds / 1e6 : null;
  const runs = begun !== null && now - begun < HOUR_MS && Number.isSafeInteger(count);
  if (!runs) return { since: Timestamp.fromMillis(now), count: 1 };
  const next = (count as number) + 1;
  return next > invitesPerHour ? null : { since: since as Timestamp, count: next };
}
