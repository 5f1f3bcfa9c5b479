import type {
  Actor,
  AuditOutcome,
  AuditType,
  ClaimsVersion,
  ClaimValues,
  CustomClaims,
  MarkerStatus,
  Problem,
  Seconds,
} from '../../core/index.ts';

/** A Firebase Auth account, as far as access is concerned. */
export interface Account {
  /** Every custom claim on the account, also those of other code. */
  readonly claims: CustomClaims;
  readonly disabled: boolean;
  /** Sign-ins before it are over: whole seconds since the Unix epoch; 0 for none. */
  readonly sessionsValidSince: Seconds;
  readonly email: string | null;
  readonly emailVerified: boolean;
}

/** `users/{uid}` as one read found it. */
export interface Source {
  /** The fields under the default names; null when the document does not exist. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The revision's update time; for a missing document the time of the read. */
  readonly version: ClaimsVersion;
}

/** An edit of `users/{uid}`, by its two sides. */
export interface Revisions {
  /** The fields before; null when the document did not exist. */
  readonly before: Source['data'];
  /** The revision written; without data, and with version 0, when the document was deleted. */
  readonly after: Source;
}

/** What a marker says, without its timestamps. */
export interface MarkerState {
  readonly version: ClaimsVersion;
  readonly role: string | null;
  /** When the role ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: Seconds | null;
  readonly status: MarkerStatus;
  readonly problem: Problem | null;
  readonly disabled: boolean;
  /** Whether it is Firebase Auth, not the document, that disables the account. */
  readonly disabledInAuth: boolean;
  /** Sign-ins before it are out: whole seconds since the Unix epoch; null for none. Never goes back. */
  readonly sessionsRevokedAt: Seconds | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** Version at which access was last lowered; 0 for never. Never goes back. */
  readonly loweredVersion: ClaimsVersion;
  /** The claims beside the role, as the account has them; absent for none. */
  readonly additionalClaims?: ClaimValues;
  /** The memberships that have no room in the claims, in the same shape; absent for none. */
  readonly moreOrgs?: ClaimValues;
}

/** A marker as one read found it. */
export interface StoredMarker extends MarkerState {
  /** Whether it could not be read as a marker, or not be believed; the rest says nothing then. */
  readonly damaged: boolean;
  /** The revision read, to publish against; opaque. */
  readonly revision: unknown;
}

/** One look at everything that a decision needs. */
export interface Observation {
  readonly source: Source;
  /** Null when there is no marker. */
  readonly marker: StoredMarker | null;
  /** Null when there is no such account. */
  readonly account: Account | null;
  /** Firestore's time of the look: no version can be later. */
  readonly now: ClaimsVersion;
  /**
   * Whether the account may be enabled again although the marker does not say that the document disabled it: this
   * sync may have done so, at a former attempt or for the edit that it follows, or its edit enables the account.
   */
  readonly mayEnable?: boolean;
  /** The edit that is followed, where there is one. */
  readonly followed?: Revisions;
  /** The audit entry that was written with this revision, by the edit that looks. @default it is read */
  readonly entry?: AuditRecord;
  /** What Firebase Auth has refused the claims for, in this sync; `bare`: also without the role. */
  readonly refused?: { readonly problem: Problem; readonly bare: boolean };
}

/** An entry of the audit log, as far as the sync has to know it. */
export interface AuditRecord {
  readonly id: string;
  readonly uid: string | null;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly outcome: AuditOutcome;
  /** Time of the commit that made it, as a version: that of the `users/{uid}` revision it came with. */
  readonly createdVersion: ClaimsVersion;
}

/** What goes into the audit log with a marker. */
export type AuditWrite =
  /** A new entry, for an edit that brought none. */
  | {
      readonly kind: 'entry';
      readonly type: AuditType;
      readonly actor: Actor;
      readonly reason: string | null;
      /** The person's name, as the document has it. @default null */
      readonly name?: string | null;
      /** Whether the document was edited directly, rather than by a change of ours. @default false */
      readonly direct?: boolean;
    }
  /** The outcome of a change whose own entry came with it. */
  | { readonly kind: 'outcome'; readonly id: string }
  /** A change without effect on access. */
  | { readonly kind: 'none' };

/** A marker to write, with the audit entry that goes with it. */
export interface Publication {
  readonly uid: string;
  readonly before: StoredMarker | null;
  readonly after: MarkerState;
  /** Seconds within which clients may take their time; null for at once. */
  readonly refreshWithin: Seconds | null;
  readonly audit: AuditWrite;
}

/** What Firebase Auth answered to a change. */
export type AccountWrite =
  | { readonly outcome: 'written' }
  | { readonly outcome: 'no-such-account' }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** Firebase Auth, seen from the sync. Every method rejects on a passing fault (network, quota, 5xx). */
export interface Accounts {
  /** The account; null when there is none. */
  read(uid: string): Promise<Account | null>;
  /** Replaces the claims as a whole: Firebase Auth knows no merge. */
  setClaims(uid: string, claims: CustomClaims): Promise<AccountWrite>;
  setDisabled(uid: string, disabled: boolean): Promise<AccountWrite>;
  /** Ends every session: no refresh token from before this moment gets another ID token. */
  endSessions(uid: string): Promise<AccountWrite>;
}

/** Firestore, seen from the sync. Every method rejects on a passing fault. */
export interface AccessDocuments {
  /** Source and marker in one consistent read, and its time. */
  read(uid: string): Promise<Pick<Observation, 'source' | 'marker' | 'now'>>;
  /** The source alone. */
  readSource(uid: string): Promise<Source>;
  /** The entry of the audit log with this id; null when there is none. */
  readEntry(id: string): Promise<AuditRecord | null>;
  /**
   * Writes marker and audit entry together, and only over the marker that `before` describes.
   *
   * @returns false when the marker is no longer that one and nothing is written, or when that is
   *   unknown: read again.
   */
  publish(publication: Publication): Promise<boolean>;
}

/** A membership as one read found it. */
export interface StoredMembership {
  readonly orgId: string;
  /** Its fields under the app's names; null when it does not exist. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The revision read, to copy against; opaque. */
  readonly revision: unknown;
}

/** A change of the entries in `users/{uid}.orgs`. */
export interface EntriesChange {
  readonly uid: string;
  /** The entries to write, by organisation; null takes one out. */
  readonly entries: Readonly<Record<string, unknown>>;
  /** The memberships that they say, which have to be as they were read. */
  readonly memberships: readonly StoredMembership[];
  /**
   * `create` where there is no document; `update` writes the entries and leaves the others as they are; `clear` takes the
   * whole field out, and needs the document to be as it was read.
   */
  readonly kind: 'create' | 'update' | 'clear';
  /** `users/{uid}` as it was read; opaque. */
  readonly revision: unknown;
}

/** Firestore, seen from what copies memberships into `users/{uid}`. Every method rejects on a passing fault. */
export interface MembershipDocuments {
  /** The memberships of a person in these organisations, in their order. */
  read(uid: string, orgIds: readonly string[]): Promise<readonly StoredMembership[]>;
  /** The same, with `users/{uid}`. */
  readWithUser(
    uid: string,
    orgIds: readonly string[],
  ): Promise<{
    readonly memberships: readonly StoredMembership[];
    readonly source: Source;
    /** The revision of `users/{uid}`, to write against; opaque. */
    readonly revision: unknown;
  }>;
  /**
   * Changes the entries, if every membership is still what was read.
   *
   * @returns false when something has moved and nothing is written, or when that is unknown: read again.
   */
  write(change: EntriesChange): Promise<boolean>;
}
