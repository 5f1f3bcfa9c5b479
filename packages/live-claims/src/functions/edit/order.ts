import type {
  AuditState,
  ChangedMeanwhile,
  ExpectedAccess,
  GrantRefusal,
  Milliseconds,
  Problem,
  RefusalDetails,
  Seconds,
  TimestampLike,
} from '../../core/index.ts';
import type { NewAccount } from '../firebase/known-account.ts';
import type { Caller } from '../guards/check-access.ts';
import type { Source } from '../sync/ports.ts';

/** What is to become of a person's access; what is absent stays as it is. */
export interface AccessEdit {
  /** The role to give; null removes it. @default the role stays */
  readonly role?: string | null;
  /** With `role`: when the grant ends, in milliseconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Milliseconds | null | undefined;
  /** Whether the account is disabled. @default it stays as it is */
  readonly disabled?: boolean;
  /** Whether every session ends with this edit. @default false */
  readonly endSessions?: boolean | undefined;
}

/** The author of an edit, which decides about the refusals. */
export type By =
  /**
   * A signed-in person, or a job in the name of the one who started it, as if signed in when it began: rank,
   * lockdown and the end of their sessions decide, by the documents and never by the token.
   */
  | { readonly kind: 'person' | 'job'; readonly caller: Caller }
  /** An operator, or the app's own server: outranks all users. With `prepare` also before there is an account. */
  | { readonly kind: 'operator'; readonly prepare?: boolean }
  /** The time: only a grant that has ended. */
  | { readonly kind: 'expiry' }
  /** An invite that the person takes, by its id. */
  | { readonly kind: 'invite'; readonly inviteId: string }
  /** A new account, with the id of its invite where it has one. */
  | { readonly kind: 'sign-up'; readonly inviteId: string | null };

/** What a new `users/{uid}` has beside the edit. */
export interface DocumentStart {
  /** As its provider describes it; null where nothing is known of it. */
  readonly account: NewAccount | null;
  /** When the sessions of the account ended that had the id before, in whole seconds; null for never. */
  readonly sessionsEndedAt?: Seconds | null | undefined;
}

/** A change to undo, as its entry in the audit log says. */
export interface UndoneChange {
  /** Id of the entry. */
  readonly id: string;
  /** When it was written. */
  readonly at: TimestampLike;
  readonly after: AuditState;
  /** Whether the document was edited directly: `after` is what was in effect then. */
  readonly direct: boolean;
}

/** An edit to make. */
export interface EditOrder {
  /** Account id of the person whose access changes. */
  readonly uid: string;
  readonly edit: AccessEdit;
  readonly by: By;
  /** What stood there when the edit was decided on; another state is left alone. @default any state is overwritten */
  readonly expected?: ExpectedAccess | undefined;
  /** The very revision that the edit was decided on; another one is left alone. */
  readonly revision?: Source | undefined;
  /** The change that this one undoes: made only where nothing about the access was changed since. */
  readonly undoes?: UndoneChange | undefined;
  /** The id of the job that this edit is part of, for the audit log. */
  readonly job?: string | undefined;
  /** What a document has besides, where the edit makes one. */
  readonly start?: DocumentStart | undefined;
  /** Why, for the audit log. @default null */
  readonly reason?: string | null | undefined;
  /** Id of this edit, unique: stored with the revision, it names the audit entry. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/**
 * Why an edit is not made; nothing has been written then.
 *
 * @example
 * const result = await access.edit({ uid, role: 'editor', by: caller });
 * if (result.outcome === 'forbidden') console.error(refusalSentence(config.roles, result.reason));
 */
export type EditRefusal =
  /** The caller's session is not accepted: it has ended, the account is disabled, or a lockdown is on. */
  | { readonly outcome: 'unauthenticated'; readonly refusal: RefusalDetails }
  /** The caller's rank does not allow this edit, or no owner would be left. */
  | { readonly outcome: 'forbidden'; readonly reason: GrantRefusal }
  | { readonly outcome: 'no-such-person' }
  /** Claims could not be made of what would stand there then. */
  | { readonly outcome: 'cannot-apply'; readonly problem: Problem }
  /** The document is not what the edit was decided on any more. */
  | ({ readonly outcome: 'changed-meanwhile' } & ChangedMeanwhile)
  /** An undo of a change that was undone before: by whom, when, and what stands there now. */
  | ({ readonly outcome: 'already-undone' } & ChangedMeanwhile);
