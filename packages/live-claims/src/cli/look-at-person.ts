import type { UserRecord } from 'firebase-admin/auth';
import { type DriftCode, type Marker, parseMarker, versionAt } from '../core/index.ts';
import { accountOf } from '../functions/firebase/auth-accounts.ts';
import { markerOf, sourceOf } from '../functions/firebase/firestore-documents.ts';
import { driftOf } from '../functions/sweep/drift.ts';
import type { Observation } from '../functions/sync/ports.ts';
import { type DriftInWords, explainDrift } from './explain-drift.ts';
import type { FoundPerson } from './find-person.ts';
import type { OpenProject } from './open-project.ts';

/** Everything that stands there about a person. */
export interface PersonView {
  readonly uid: string;
  readonly account: UserRecord | null;
  /** The fields of `users/{uid}` under the default names; null when there is no such document. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** The same as it is stored. */
  readonly stored: Readonly<Record<string, unknown>> | null;
  /** Paths of the two documents. */
  readonly paths: { readonly document: string; readonly marker: string };
  /** What stands in the marker; null when there is no such document. */
  readonly marker: Readonly<Record<string, unknown>> | null;
  /** The same, read; null also when it cannot be read. */
  readonly parsedMarker: Marker | null;
  readonly codes: readonly DriftCode[];
  readonly drift: readonly DriftInWords[];
}

/**
 * Reads document and marker in one go, and says where they and the account disagree.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function lookAtPerson(
  { store, engine: { roles } }: OpenProject,
  { uid, account }: FoundPerson,
  now: number,
): Promise<PersonView> {
  const [user, marker] = await store.db.getAll(store.user(uid), store.marker(uid));
  if (user === undefined || marker === undefined) throw new Error('getAll left out a document.');
  const seen: Observation = {
    source: sourceOf(store, user),
    marker: markerOf(marker),
    account: account && accountOf(account),
    now: versionAt(user.readTime),
  };
  const codes = driftOf(roles, seen, now);
  return {
    uid,
    account,
    document: seen.source.data,
    stored: user.data() ?? null,
    paths: { document: user.ref.path, marker: marker.ref.path },
    marker: marker.data() ?? null,
    parsedMarker: parseMarker(marker.data()),
    codes,
    drift: explainDrift(roles, uid, seen, codes),
  };
}
