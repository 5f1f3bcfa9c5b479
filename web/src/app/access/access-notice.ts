import { dayAndTime, withArticle } from 'live-claims/console/parts/text';
import { rankOf } from 'live-claims/core';
import type { ClaimsSnapshot, RevokedReason } from 'live-claims/web';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';

/** What of a snapshot a notice depends on. */
export type Seen = Pick<ClaimsSnapshot, 'status' | 'user' | 'role' | 'expiresAt' | 'reason'>;

export interface AccessNotice {
  readonly text: string;
  readonly detail?: string;
}

const SIGNED_OUT: Readonly<Record<RevokedReason, AccessNotice>> = {
  'session-revoked': {
    text: 'You were signed out because all your sessions were ended.',
    detail: 'Sign in again to go on.',
  },
  'sign-in-too-old': {
    text: 'You were signed out because all users have to sign in again.',
    detail: 'Sign in again to go on.',
  },
  disabled: {
    text: 'You were signed out because your account was disabled.',
    detail: 'Ask an admin to enable it again.',
  },
  deleted: {
    text: 'You were signed out because your account was deleted.',
    detail: 'Create a new account to come back.',
  },
};

/**
 * The notice for a change of access from `before` to `after`; null for none. The first state of an
 * account is no change, nor is the user's own sign-out.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function accessNotice(before: Seen, after: Seen, now: number): AccessNotice | null {
  if (after.status === 'revoked') {
    if (before.status === 'revoked' || after.reason === null) return null;
    return SIGNED_OUT[after.reason];
  }
  if (!isKnown(before) || !isKnown(after) || before.user?.uid !== after.user?.uid) return null;
  if (before.role === after.role) return endChanged(before, after);
  if (after.role === null) return removed(before, now);

  const news = `You are now ${withArticle(after.role)}.`;
  const until = after.expiresAt === null ? {} : { detail: `Until ${dayAndTime(after.expiresAt)}.` };
  const roseOrNew = rankOf(appRoles, after.role) > rankOf(appRoles, before.role);
  if (roseOrNew || before.role === null) return { text: news, ...until };
  return { text: `You are no longer ${withArticle(before.role)}. ${news}`, ...until };
}

/** Whether the snapshot says what the user's access is, rather than that it is being loaded. */
function isKnown({ status, user }: Seen): boolean {
  return user !== null && (status === 'fresh' || status === 'refreshing' || status === 'stale');
}

function removed(before: Seen, now: number): AccessNotice {
  const ended = before.expiresAt !== null && before.expiresAt <= now;
  if (ended && before.role !== null) {
    return {
      text: `Your time as ${withArticle(before.role)} has ended.`,
      detail: 'Ask an admin if you need it for longer.',
    };
  }
  return {
    text: 'Your access was removed.',
    detail: 'You stay signed in. Ask an admin if this is a mistake.',
  };
}

function endChanged(before: Seen, after: Seen): AccessNotice | null {
  if (before.expiresAt === after.expiresAt || after.role === null) return null;
  const role = withArticle(after.role);
  return after.expiresAt === null
    ? { text: `You are ${role} without an end now.` }
    : { text: `You are ${role} until ${dayAndTime(after.expiresAt)}.` };
}
