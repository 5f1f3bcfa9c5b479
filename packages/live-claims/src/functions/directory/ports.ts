import type {
  ClaimsVersion,
  DirectoryState,
  Milliseconds,
  TimestampLike,
} from '../../core/index.ts';
import type { Source, StoredMarker } from '../sync/ports.ts';

/** Seconds and nanoseconds alone, so that two times can be compared. */
type Time = Pick<TimestampLike, 'seconds' | 'nanoseconds'>;

/** The fields of `directory/{uid}`: those of a `DirectoryRow`, and what queries search, filter and sort by. */
export interface RowFields {
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly nameKey: string;
  readonly emailKey: string | null;
  readonly terms: readonly string[];
  readonly facets: readonly string[];
  readonly role: string | null;
  readonly rank: number;
  readonly effectiveRole: string | null;
  readonly state: DirectoryState;
  readonly problem: string | null;
  readonly endsAt: Time | null;
  readonly endKey: number;
  readonly changedAt: Time | null;
  readonly changedBy: string | null;
  readonly createdAt: Time | null;
  readonly lastSignInAt: Time | null;
  readonly neverSignedIn: boolean;
  readonly hasDocument: boolean;
  readonly version: ClaimsVersion;
}

/** An account, as far as a row shows it. Times in milliseconds since the Unix epoch. */
export interface ListedAccount {
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly displayName: string | null;
  readonly disabled: boolean;
  /** Whether anything but a token is known of the person: a guest is not listed. */
  readonly isIdentified: boolean;
  readonly createdAt: Milliseconds | null;
  /** Null for never. */
  readonly lastSignInAt: Milliseconds | null;
}

/** What a row is made of, as one look found it. */
export interface RowObservation {
  readonly uid: string;
  readonly source: Source;
  /** Null when there is none, or none that can be read. */
  readonly marker: StoredMarker | null;
  /** When the marker's access last changed; null without a marker. */
  readonly changedAt: Time | null;
  /** Null when there is no such account. */
  readonly account: ListedAccount | null;
  /** The time of the look, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/** A row as one read found it. */
export interface StoredRow {
  /** Its fields, with times as seconds and nanoseconds. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The revision read, to write against; opaque. */
  readonly revision: unknown;
}

/** The directory, seen from what keeps its rows. Every method rejects on a passing fault. */
export interface DirectoryDocuments {
  /** Document, marker and row as of one moment. */
  read(
    uid: string,
  ): Promise<Omit<RowObservation, 'uid' | 'account'> & { readonly row: StoredRow | null }>;
  /** The account; null when there is none. */
  readAccount(uid: string): Promise<ListedAccount | null>;
  /**
   * Makes the row, replaces or deletes it, if it is still what was read.
   *
   * @param after null to delete it.
   * @returns false when it has moved and nothing is written, or when that is unknown: read again.
   */
  write(uid: string, before: StoredRow | null, after: RowFields | null): Promise<boolean>;
}
