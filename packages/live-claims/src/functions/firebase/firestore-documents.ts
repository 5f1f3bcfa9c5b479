import {
  type DocumentSnapshot,
  FieldValue,
  Timestamp,
  type WriteBatch,
} from 'firebase-admin/firestore';
import { isUid, parseMarker, versionAt } from '../../core/index.ts';
import type {
  AccessDocuments,
  MarkerState,
  Publication,
  Source,
  StoredMarker,
} from '../sync/ports.ts';
import { createAuditEntry } from './audit-entry.ts';
import type { Store } from './store.ts';
import { isLostRace } from './verified-commit.ts';

/** Firestore as the sync's `AccessDocuments`. */
export function firestoreDocuments(store: Store): AccessDocuments {
  return {
    async read(uid) {
      const [user, marker] = await readTogether(store, uid);
      return {
        source: sourceOf(store, user),
        marker: markerOf(marker),
        now: versionAt(user.readTime),
      };
    },

    async readSource(uid) {
      return sourceOf(store, await store.user(uid).get());
    },

    async readEntry(id) {
      // The id may have been typed by hand.
      if (!isUid(id)) return null;
      const entry = await store.audit.doc(id).get();
      const { createTime } = entry;
      if (createTime === undefined) return null;
      const { uid = null, outcome, actor, reason = null } = entry.data() ?? {};
      return { id, uid, actor, reason, outcome, createdVersion: versionAt(createTime) };
    },

    async publish(publication) {
      const { uid, before } = publication;
      const batch = store.db.batch();
      const marker = store.marker(uid);
      const fields = markerFields(publication);
      if (before === null) batch.create(marker, fields);
      else batch.update(marker, fields, { lastUpdateTime: before.revision as Timestamp });
      writeAudit(store, batch, publication);
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

/**
 * The two documents as of one moment. The SDK resumes a broken read without its time, so that the second
 * half may be of a later one.
 */
async function readTogether(store: Store, uid: string) {
  for (;;) {
    const [user, marker] = (await store.db.getAll(store.user(uid), store.marker(uid))) as [
      DocumentSnapshot,
      DocumentSnapshot,
    ];
    if (user.readTime.isEqual(marker.readTime)) return [user, marker] as const;
  }
}

/** A revision of `users/{uid}` as the sync sees it. */
export function sourceOf(store: Store, snapshot: DocumentSnapshot): Source {
  const time = snapshot.updateTime ?? snapshot.readTime;
  return { data: store.dataOf(snapshot) ?? null, version: versionAt(time) };
}

/** A marker as the sync sees it; null when there is none. */
export function markerOf(snapshot: DocumentSnapshot | undefined): StoredMarker | null {
  if (!snapshot?.exists) return null;
  const marker = parseMarker(snapshot.data());
  const revision = snapshot.updateTime;
  if (marker === null) return { ...UNREADABLE_MARKER, revision };
  const { claimsUpdatedAt, refreshWithin, sessionsRevokedAt, ...state } = marker;
  return {
    ...state,
    sessionsRevokedAt: sessionsRevokedAt?.seconds ?? null,
    damaged: false,
    revision,
  };
}

const UNREADABLE_MARKER: Omit<StoredMarker, 'revision'> = {
  version: 0,
  role: null,
  expiresAt: null,
  status: 'pending',
  problem: null,
  disabled: false,
  disabledInAuth: false,
  sessionsRevokedAt: null,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
  damaged: true,
};

function markerFields({ before, after, refreshWithin }: Publication) {
  const moved =
    before === null ||
    before.damaged ||
    before.version !== after.version ||
    before.role !== after.role;
  return {
    ...after,
    sessionsRevokedAt:
      after.sessionsRevokedAt === null ? null : new Timestamp(after.sessionsRevokedAt, 0),
    refreshWithin,
    problem: after.problem && withoutUndefined(after.problem),
    ...left(before, after),
    ...(moved && { claimsUpdatedAt: FieldValue.serverTimestamp() }),
  };
}

/** Fields of the stored marker that it no longer has. */
function left(before: StoredMarker | null, after: MarkerState) {
  const gone = (['additionalClaims', 'moreOrgs'] as const).filter(
    (name) => before !== null && (before.damaged || before[name]) && !after[name],
  );
  return Object.fromEntries(gone.map((name) => [name, FieldValue.delete()]));
}

/** Adds to the log; what stands there is never written over. */
function writeAudit(store: Store, batch: WriteBatch, publication: Publication): void {
  const { uid, before, after, audit } = publication;
  const { status, version } = after;
  const problem = after.problem?.message ?? null;
  if (audit.kind === 'outcome') {
    batch.update(store.audit.doc(audit.id), { outcome: status, version, problem });
  } else if (audit.kind === 'entry') {
    createAuditEntry(store, batch, null, {
      type: audit.type,
      uid,
      before: before && stateOf(before),
      after: stateOf(after),
      actor: audit.actor,
      reason: audit.reason,
      direct: audit.direct ?? false,
      name: audit.name ?? null,
      email: after.email,
      outcome: status,
      version,
      problem,
    });
  }
}

function stateOf({ role, disabled, expiresAt, sessionsRevokedAt }: MarkerState) {
  return { role, disabled, expiresAt, sessionsRevokedAt };
}

/** Firestore refuses `undefined`. */
function withoutUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
