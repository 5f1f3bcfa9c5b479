import { foldText } from './directory-text.ts';
import { isVersion } from './heard-marker.ts';
import { type Milliseconds, millisecondsOf } from './time.ts';
import { type ClaimsVersion, isTimestamp } from './timestamp.ts';
import { isUid } from './uids.ts';

/**
 * The states of a person in the directory. `rejected`: the document cannot be read, or its claims do not fit; `problem`
 * says why. `pending`: it grants a role that is not applied yet, as there is no such account. `ended`: the role has
 * ended and still stands in the document.
 *
 * @example DIRECTORY_STATES.includes('disabled') // true
 */
export const DIRECTORY_STATES = ['ok', 'pending', 'rejected', 'disabled', 'ended'] as const;
/**
 * One of `DIRECTORY_STATES`.
 *
 * @example const state: DirectoryState = 'ok';
 */
export type DirectoryState = (typeof DIRECTORY_STATES)[number];

/**
 * `directory/{uid}`: a person as a list shows them. The functions write it beside the marker; no client can. It is made of
 * the document, the marker and the account, which stay what decides.
 *
 * @example const label = ({ name, email, uid }: DirectoryRow) => name ?? email ?? uid;
 */
export interface DirectoryRow {
  readonly uid: string;
  /** The document's name, or else the account's; at most 200 characters. */
  readonly name: string | null;
  /** The account's address, or else the document's. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  /**
   * The role that stands in the document, to the letter, also while the account is disabled and where it is no role of
   * the table; at most 64 characters. Null for none, and for what is not a text. It is `expected.role` of a change.
   */
  readonly role: string | null;
  /** The role that the claims carry: null while disabled, rejected or pending, and once it has ended. */
  readonly effectiveRole: string | null;
  readonly state: DirectoryState;
  /** What is wrong, and what to do: a sentence; null for nothing. A person in the state `ok` can have one, about an additional claim. */
  readonly problem: string | null;
  /** When the role ends, in milliseconds since the Unix epoch; null for never. */
  readonly endsAt: Milliseconds | null;
  /** When the access last changed, in milliseconds since the Unix epoch; null where it never was applied. */
  readonly changedAt: Milliseconds | null;
  /** Account id of the author of that change, where the document names it; null otherwise. */
  readonly changedBy: string | null;
  /** When the account was created, in milliseconds since the Unix epoch; null without an account. */
  readonly createdAt: Milliseconds | null;
  /**
   * The last sign-in of the account, in milliseconds since the Unix epoch, as known when the row was last looked at: with
   * a change of the person's access, name or address, and with each reconciliation. A sign-in by itself is no such event.
   */
  readonly lastSignInAt: Milliseconds | null;
  /** Whether there is a `users/{uid}`. Without one the person can be given a role all the same. */
  readonly hasDocument: boolean;
  /** Version of the marker that the row was computed from; 0 for none. */
  readonly version: ClaimsVersion;
}

/**
 * The row in unknown data; null when it cannot be read as one. A role whose end has passed since the row was written is
 * over: state and effective role are those of `now`.
 *
 * @param now in milliseconds since the Unix epoch.
 * @example parseDirectoryRow(snapshot.id, snapshot.data(), Date.now())?.state
 */
export function parseDirectoryRow(
  uid: string,
  data: unknown,
  now: Milliseconds,
): DirectoryRow | null {
  const fields = (data ?? {}) as Readonly<Record<string, unknown>>;
  const { state, version } = fields;
  if (!isVersion(version) || !isState(state)) return null;
  const endsAt = timeOf(fields.endsAt);
  const isOver = endsAt !== null && endsAt <= now && state === 'ok';
  return {
    uid,
    name: textOf(fields.name),
    email: textOf(fields.email),
    emailVerified: fields.emailVerified === true,
    role: textOf(fields.role),
    effectiveRole: isOver ? null : textOf(fields.effectiveRole),
    state: isOver ? 'ended' : state,
    problem: textOf(fields.problem),
    endsAt,
    changedAt: timeOf(fields.changedAt),
    changedBy: textOf(fields.changedBy),
    createdAt: timeOf(fields.createdAt),
    lastSignInAt: timeOf(fields.lastSignInAt),
    hasDocument: fields.hasDocument === true,
    version,
  };
}

const isState = (value: unknown): value is DirectoryState =>
  DIRECTORY_STATES.includes(value as DirectoryState);

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

const timeOf = (value: unknown): Milliseconds | null =>
  isTimestamp(value)
    ? millisecondsOf(value.seconds) + Math.floor(value.nanoseconds / 1_000_000)
    : null;

/**
 * An address as rows have it in `emailKey`, for a search by all of it; at most 320 characters, the longest that there can
 * be (RFC 5321).
 *
 * @example emailKey('Ada@Example.com') // 'ada@example.com'
 */
export function emailKey(email: string): string {
  return [...foldText(email.trim())].slice(0, 320).join('');
}

/**
 * What a text can be besides a part of a name: a whole account id, whose row is read by its path, or a whole address,
 * which stands in `emailKey`. Ask for these first; each costs one read.
 *
 * @example exactMatches('ada@example.com') // { uid: 'ada@example.com', emailKey: 'ada@example.com' }
 */
export function exactMatches(text: string): {
  readonly uid: string | null;
  readonly emailKey: string | null;
} {
  const exact = text.trim();
  return {
    uid: isUid(exact) ? exact : null,
    emailKey: /^[^\s@]+@[^\s@]+$/.test(exact) ? emailKey(exact) : null,
  };
}
