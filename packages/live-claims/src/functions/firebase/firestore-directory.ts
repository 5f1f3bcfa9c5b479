import type { Auth, UserRecord } from 'firebase-admin/auth';
import { type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { errorCode } from '../../core/error-code.ts';
import { isTimestamp, type Milliseconds, parseMarker } from '../../core/index.ts';
import type {
  DirectoryDocuments,
  ListedAccount,
  RowFields,
  RowObservation,
  StoredRow,
} from '../directory/ports.ts';
import { markerOf, sourceOf } from './firestore-documents.ts';
import { knownAccount } from './known-account.ts';
import type { Store } from './store.ts';
import { isLostRace } from './verified-commit.ts';

/** Firestore and Firebase Auth as `DirectoryDocuments`. */
export function firestoreDirectory(auth: Auth, store: Store): DirectoryDocuments {
  return {
    async read(uid) {
      for (;;) {
        const [user, marker, row] = (await store.db.getAll(
          store.user(uid),
          store.marker(uid),
          store.row(uid),
        )) as [DocumentSnapshot, DocumentSnapshot, DocumentSnapshot];
        const isOneMoment = [marker, row].every(({ readTime }) => readTime.isEqual(user.readTime));
        // The SDK resumes a broken read without its time, so that the rest may be of a later one.
        if (!isOneMoment) continue;
        const read = markerOf(marker);
        return {
          source: sourceOf(store, user),
          marker: read?.damaged ? null : read,
          changedAt: changedAtOf(marker),
          now: user.readTime.toMillis(),
          row: rowOf(row),
        };
      }
    },

    async readAccount(uid) {
      try {
        return listedAccount(await auth.getUser(uid));
      } catch (error) {
        const code = errorCode(error);
        if (code === 'auth/user-not-found' || code === 'auth/invalid-uid') return null;
        throw error;
      }
    },

    async write(uid, before, after) {
      const batch = store.db.batch();
      const row = store.row(uid);
      const precondition = { lastUpdateTime: before?.revision as Timestamp };
      if (after === null) batch.delete(row, precondition);
      else if (before === null) batch.create(row, fieldsOf(after));
      else batch.update(row, fieldsOf(after), precondition);
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

/** When the access last changed, by a marker that was read; null for none, and for one that is damaged. */
export function changedAtOf(marker: DocumentSnapshot | undefined): RowObservation['changedAt'] {
  const changedAt: unknown = parseMarker(marker?.data())?.claimsUpdatedAt;
  return isTimestamp(changedAt) ? plainTime(changedAt) : null;
}

/** A row as a read found it; null when there is none. */
export function rowOf(snapshot: DocumentSnapshot | undefined): StoredRow | null {
  if (!snapshot?.exists) return null;
  const fields = Object.entries(snapshot.data() ?? {}).map(([name, value]) => [
    name,
    isTimestamp(value) ? plainTime(value) : value,
  ]);
  return { fields: Object.fromEntries(fields), revision: snapshot.updateTime };
}

const plainTime = ({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }) => ({
  seconds,
  nanoseconds,
});

function fieldsOf({ terms, facets, ...fields }: RowFields) {
  const { endsAt, changedAt, createdAt, lastSignInAt } = fields;
  const times = Object.entries({ endsAt, changedAt, createdAt, lastSignInAt });
  return {
    ...fields,
    terms: [...terms],
    facets: [...facets],
    ...Object.fromEntries(
      times.map(([name, at]) => [name, at && new Timestamp(at.seconds, at.nanoseconds)]),
    ),
  };
}

/** An account as a row shows it. */
export function listedAccount(record: UserRecord): ListedAccount {
  const { email, emailVerified, displayName, disabled, isIdentified } = knownAccount(record);
  const { creationTime, lastSignInTime } = record.metadata;
  return {
    email,
    emailVerified: email !== null && emailVerified,
    displayName,
    disabled,
    isIdentified,
    createdAt: millisFrom(creationTime),
    lastSignInAt: millisFrom(lastSignInTime),
  };
}

/** Firebase Auth writes times as text, with whole seconds; for none it has an empty one. */
function millisFrom(text: string | null | undefined): Milliseconds | null {
  const time = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
