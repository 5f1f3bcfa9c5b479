import {
  emailKey,
  facetOf,
  isRole,
  isSameJson,
  isTimestamp,
  type Milliseconds,
  millisecondsOf,
  NO_END,
  parseUserProfile,
  type RoleTable,
  rankOf,
  searchTerms,
  sortKey,
  type TimestampLike,
  versionAt,
} from '../../core/index.ts';
import { readSource } from '../sync/plan-sync.ts';
import type { RowFields, RowObservation } from './ports.ts';

/** Longest name and role that a row keeps, in characters. */
const MAX_NAME = 200;
const MAX_ROLE = 64;

/**
 * The row that document, marker and account call for; null for none. There is none for an account that is gone, unless its
 * document still grants something, and none for a guest who has no document. A pure function of what was seen.
 */
export function planRow(roles: RoleTable, seen: RowObservation): RowFields | null {
  const { source, marker, account, now } = seen;
  const { grant, problem: unreadable } = readSource(roles, source, marker?.additionalClaims);
  const asksNothing = unreadable === null && grant.role === null && !grant.disabled;
  if (account === null ? asksNothing : source.data === null && !account.isIdentified) return null;

  const profile = parseUserProfile(source.data);
  const name = cut(profile.displayName?.trim() || account?.displayName || null, MAX_NAME);
  // The longest that an address can be (RFC 5321).
  const email = cut(account?.email ?? marker?.email ?? profile.email, 320);
  const data = source.data ?? {};
  const role = typeof data.role === 'string' ? cut(data.role, MAX_ROLE) : null;
  const endsAt =
    role !== null && isTimestamp(data.roleExpiresAt) ? secondOf(data.roleExpiresAt) : null;
  const isRejected = unreadable !== null || marker?.status === 'rejected';
  const isDisabled = grant.disabled || marker?.disabled === true || account?.disabled === true;
  const isPending = account === null || (marker === null && grant.role !== null);
  const isOver = endsAt !== null && millisecondsOf(endsAt.seconds) <= now;
  const state = isRejected
    ? 'rejected'
    : isDisabled
      ? 'disabled'
      : isPending || marker?.status === 'pending'
        ? 'pending'
        : isOver
          ? 'ended'
          : 'ok';
  const neverSignedIn = account !== null && account.lastSignInAt === null;
  return {
    name,
    email,
    emailVerified: account?.emailVerified ?? false,
    nameKey: sortKey(name, email, seen.uid),
    emailKey: email === null ? null : emailKey(email),
    terms: searchTerms(name, email),
    facets: [
      ...(role === null || isRole(roles, role) ? [facetOf({ role })] : []),
      ...(state === 'ended' ? [] : [facetOf({ state })]),
      ...(neverSignedIn ? [facetOf({ state: 'never-signed-in' })] : []),
    ],
    role,
    rank: rankOf(roles, role),
    effectiveRole: state === 'ok' ? (marker?.role ?? null) : null,
    state,
    problem: marker?.problem?.message ?? unreadable?.message ?? null,
    endsAt,
    endKey: endsAt?.seconds ?? NO_END,
    changedAt: seen.changedAt,
    changedBy: authorOf(seen, data),
    createdAt: account === null ? null : timeOf(account.createdAt),
    lastSignInAt: account === null ? null : timeOf(account.lastSignInAt),
    neverSignedIn,
    hasDocument: source.data !== null,
    version: marker?.version ?? 0,
  };
}

/**
 * How far the time that a change writes into `updatedAt` may lie before its commit, in microseconds. Firestore sets it as
 * it takes the request.
 */
const SAME_CHANGE_MICROS = 2_000_000;

/**
 * The account that the document names as the author of the last change. A direct edit leaves the former author in place:
 * their time is then not that of the version.
 */
function authorOf(
  { marker }: RowObservation,
  { updatedBy, updatedAt }: Readonly<Record<string, unknown>>,
): string | null {
  if (marker === null || typeof updatedBy !== 'string' || !isTimestamp(updatedAt)) return null;
  const age = marker.version - versionAt(updatedAt);
  return age >= 0 && age < SAME_CHANGE_MICROS ? cut(updatedBy, 128) : null;
}

const secondOf = ({ seconds }: TimestampLike) => ({ seconds, nanoseconds: 0 });

const timeOf = (time: Milliseconds | null) =>
  time === null ? null : { seconds: Math.floor(time / 1000), nanoseconds: (time % 1000) * 1e6 };

function cut(text: string | null, limit: number): string | null {
  return text === null || text.length <= limit ? text : [...text].slice(0, limit).join('');
}

/** Whether the stored row says what is planned; null stands for no row. What else stands in it does not count. */
export function isSameRow(
  stored: Readonly<Record<string, unknown>> | null,
  planned: RowFields | null,
): boolean {
  if (stored === null || planned === null) return stored === planned;
  return Object.entries(planned).every(([name, value]) => isSameJson(stored[name], value));
}
