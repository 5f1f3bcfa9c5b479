import { COLLECTIONS, markerPath, parseMarker, userPath, versionAt } from '@live-claims/contract';
import {
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  Timestamp,
} from 'firebase-admin/firestore';
import type {
  AccessDocuments,
  MarkerState,
  Publication,
  Source,
  StoredMarker,
} from '../sync/ports.ts';

/** Firestore as the sync's `AccessDocuments`. */
export function firestoreDocuments(db: Firestore): AccessDocuments {
  return {
    async read(uid) {
      const [user, marker] = await db.getAll(db.doc(userPath(uid)), db.doc(markerPath(uid)));
      return {
        source: sourceOf(user as DocumentSnapshot),
        marker: markerOf(marker),
      };
    },

    async readSource(uid) {
      return sourceOf(await db.doc(userPath(uid)).get());
    },

    async publish(publication) {
      const { uid, before } = publication;
      const batch = db.batch();
      const marker = db.doc(markerPath(uid));
      const fields = markerFields(publication);
      if (before === null) batch.create(marker, fields);
      else batch.update(marker, fields, { lastUpdateTime: before.revision as Timestamp });
      const log = db.collection(COLLECTIONS.auditLog);
      const { id } = publication.audit;
      // A set, not a create: an entry of that id is the same change, written by another run.
      batch.set(id === null ? log.doc() : log.doc(id), auditFields(publication));
      try {
        await batch.commit();
        return true;
      } catch (error) {
        if (isLostRace(error)) return false;
        throw error;
      }
    },
  };
}

/** A revision of `users/{uid}` as the sync sees it. */
export function sourceOf(snapshot: DocumentSnapshot): Source {
  const time = snapshot.updateTime ?? snapshot.readTime;
  return { data: snapshot.data() ?? null, version: versionAt(time) };
}

/** A marker as the sync sees it; null when there is none. */
export function markerOf(snapshot: DocumentSnapshot | undefined): StoredMarker | null {
  if (!snapshot?.exists) return null;
  const marker = parseMarker(snapshot.data());
  const {
    version = 0,
    role = null,
    status = 'pending',
    problem = null,
    disabled = false,
    expiresAt = null,
  } = marker ?? {};
  const sessionsRevokedAt = marker?.sessionsRevokedAt?.seconds ?? null;
  const state = { version, role, expiresAt, status, problem, disabled, sessionsRevokedAt };
  return { ...state, revision: snapshot.updateTime };
}

function markerFields({ before, after, refreshWithin }: Publication) {
  const moved = before?.version !== after.version || before.role !== after.role;
  return {
    ...after,
    sessionsRevokedAt:
      after.sessionsRevokedAt === null ? null : new Timestamp(after.sessionsRevokedAt, 0),
    refreshWithin,
    problem: after.problem && withoutUndefined(after.problem),
    ...(moved && { claimsUpdatedAt: FieldValue.serverTimestamp() }),
  };
}

function auditFields({ uid, before, after, audit }: Publication) {
  const { type, actor, reason } = audit;
  return {
    at: FieldValue.serverTimestamp(),
    type,
    uid,
    before: before && stateOf(before),
    after: stateOf(after),
    actor,
    reason: reason ?? after.problem?.message ?? null,
    outcome: after.status,
    version: after.version,
  };
}

function stateOf({ role, disabled, expiresAt, sessionsRevokedAt }: MarkerState) {
  return { role, disabled, expiresAt, sessionsRevokedAt };
}

/** Firestore refuses `undefined`. */
function withoutUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/**
 * gRPC status codes with which Firestore says that a precondition did not hold, or a lock was lost.
 * With UNKNOWN nobody can tell whether the commit took effect: the emulator answers so when somebody
 * else's listener closes in the middle of it. Another look will show.
 */
const LOST_RACE = new Set([
  2 /* UNKNOWN */, 5 /* NOT_FOUND */, 6 /* ALREADY_EXISTS */, 9 /* FAILED_PRECONDITION */,
  10 /* ABORTED */,
]);

function isLostRace(error: unknown): boolean {
  return LOST_RACE.has((error as { code?: number } | null)?.code ?? -1);
}
