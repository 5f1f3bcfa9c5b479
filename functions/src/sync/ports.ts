import type {
  Actor,
  AuditType,
  ClaimsVersion,
  CustomClaims,
  MarkerStatus,
  Problem,
} from '@live-claims/contract';

/** A Firebase Auth account, as far as access is concerned. */
export interface Account {
  /** Every custom claim on the account, ours and everybody else's. */
  readonly claims: CustomClaims;
  readonly disabled: boolean;
  /** Sign-ins before it are over: whole seconds since the Unix epoch; 0 for none. */
  readonly sessionsValidSince: number;
}

/** `users/{uid}` as one read found it. */
export interface Source {
  /** The fields; null when the document does not exist. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The revision's update time; for a missing document the time of the read. */
  readonly version: ClaimsVersion;
}

/** What a marker says, without its timestamps. */
export interface MarkerState {
  readonly version: ClaimsVersion;
  readonly role: string | null;
  /** When the role ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null;
  readonly status: MarkerStatus;
  readonly problem: Problem | null;
  readonly disabled: boolean;
  /** Sign-ins before it are out: whole seconds since the Unix epoch; null for none. Never goes back. */
  readonly sessionsRevokedAt: number | null;
}

/** A marker as one read found it. */
export interface StoredMarker extends MarkerState {
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
  /**
   * Whether it may be this sync that disabled the account, at a former attempt or for the edit that
   * it follows; the marker does not tell of that yet.
   */
  readonly disabledHere?: boolean;
  /** The revision whose edit is followed, where there is one. */
  readonly followed?: Source;
}

/** A marker to write, with the audit entry that goes with it. */
export interface Publication {
  readonly uid: string;
  readonly before: StoredMarker | null;
  readonly after: MarkerState;
  /** Seconds within which clients may take their time; null for at once. */
  readonly refreshWithin: number | null;
  readonly audit: {
    readonly type: AuditType;
    readonly actor: Actor;
    readonly reason: string | null;
    /** Document id of the entry; null for a new one. */
    readonly id: string | null;
  };
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
  /** Source and marker in one consistent read. */
  read(uid: string): Promise<Pick<Observation, 'source' | 'marker'>>;
  /** The source alone. */
  readSource(uid: string): Promise<Source>;
  /**
   * Writes marker and audit entry together, and only over the marker that `before` describes.
   *
   * @returns false when the marker is no longer that one and nothing is written, or when nobody can
   *   tell: look again.
   */
  publish(publication: Publication): Promise<boolean>;
}
