import { FieldValue } from 'firebase-admin/firestore';
import { encodeClaims, parseMarker } from 'live-claims/core';
import { auth, db } from '../../test/support/admin.ts';
import { markerPath } from '../../tools/demo-paths.ts';
import { machineNow } from '../backend/machine-clock.ts';
import { mapConcurrent } from '../map-concurrent.ts';
import type { LoadTest } from '../results.ts';
import type { ClientGroup } from './client-group.ts';
import { busiest, curveOf } from './curve.ts';

/** Claims calls at the same time. */
const AT_ONCE = 20;
const MARKERS_PER_BATCH = 500;
const SETTLE_WITHIN_MS = 60_000;

export interface MarkerLoadOptions {
  readonly role: string;
  /** What the markers say: seconds over which clients may spread their refreshes; null for at once. */
  readonly refreshWithin: number | null;
  readonly onProgress: (count: number) => void;
}

/**
 * All claims are renewed beforehand, and then all markers move in as few commits as there can
 * be: the herd of token refreshes by itself, without the functions in front of it.
 */
export async function markerLoad(
  group: ClientGroup,
  { role, refreshWithin, onProgress }: MarkerLoadOptions,
): Promise<LoadTest> {
  const { uids } = group;
  const markers = await db.getAll(...uids.map((uid) => db.doc(markerPath(uid))));
  const next = new Map(
    markers.map((marker, index) => {
      const version = parseMarker(marker.data())?.version ?? 0;
      return [uids[index] as string, version + 1];
    }),
  );
  await mapConcurrent(uids, AT_ONCE, (uid) =>
    auth.setCustomUserClaims(uid, {
      ...encodeClaims({ role, expiresAt: null, version: next.get(uid) as number }),
    }),
  );
  const batches = [];
  for (let at = 0; at < uids.length; at += MARKERS_PER_BATCH) {
    const batch = db.batch();
    for (const uid of uids.slice(at, at + MARKERS_PER_BATCH)) {
      const claimsUpdatedAt = FieldValue.serverTimestamp();
      batch.update(db.doc(markerPath(uid)), {
        version: next.get(uid) as number,
        refreshWithin,
        claimsUpdatedAt,
      });
    }
    batches.push(batch);
  }
  const watched = await group.watch(role);
  const first = machineNow();
  await Promise.all(batches.map((batch) => batch.commit()));
  await watched.all(SETTLE_WITHIN_MS, onProgress);
  const times = watched.holders.map(({ at }) => at - first);
  const spread = refreshWithin === null ? 'without jitter' : `with jitter of ${refreshWithin} s`;
  return {
    name: `all markers at once, ${spread}`,
    clients: uids.length,
    ...curveOf(times, uids.length),
    note: `Claims were renewed before; ${batches.length} commits. At most ${busiest(times, 100)} clients got their token within a tenth of a second.`,
  };
}
