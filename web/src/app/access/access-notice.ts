import { dayAndTime, withArticle } from 'live-claims/console/parts/text';
import { rankOf } from 'live-claims/core';
import type { ClaimsSnapshot, RevokedReason } from 'live-claims/web';
import { appRoles, type Permission } from '../../../../functions/src/live-claims.config.ts';
import type { NoticeKind } from '../notices/notices.ts';

/** What of a snapshot a notice depends on. */
export type Seen = Pick<
  ClaimsSnapshot,
  'status' | 'user' | 'role' | 'permissions' | 'expiresAt' | 'reason'
>;

export interface AccessNotice {
  readonly kind: Exclude<NoticeKind, 'done'>;
  readonly text: string;
  readonly detail?: string;
}

const SIGNED_OUT: Readonly<Record<RevokedReason, Omit<AccessNotice, 'kind'>>> = {
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
    return { kind: 'signed-out', ...SIGNED_OUT[after.reason] };
  }
  if (!isKnown(before) || !isKnown(after) || before.user?.uid !== after.user?.uid) return null;
  if (before.role === after.role) return endChanged(before, after);
  if (after.role === null) return removed(before, now);

  const news = `You are now ${withArticle(after.role)}.`;
  const details = [
    after.expiresAt === null ? null : `Until ${dayAndTime(after.expiresAt)}.`,
    newHere(gained(before, after)),
  ].filter((detail) => detail !== null);
  const more = details.length === 0 ? {} : { detail: details.join(' ') };
  const roseOrNew = rankOf(appRoles, after.role) > rankOf(appRoles, before.role);
  if (roseOrNew || before.role === null) return { kind: 'gain', text: news, ...more };
  const text = `You are no longer ${withArticle(before.role)}. ${news}`;
  return { kind: 'loss', text, ...more };
}

/** The permissions that a user has now and had not before; none where it is not known what they had. */
export function gained(before: Seen, after: Seen): readonly Permission[] {
  if (!isKnown(before) || !isKnown(after) || before.user?.uid !== after.user?.uid) return [];
  const had = new Set<string>(before.permissions);
  return (after.permissions as readonly Permission[]).filter((each) => !had.has(each));
}

/** What a permission opens, by the words that are on the page. */
const OPENS: Readonly<Record<Permission, string>> = {
  'posts.read': 'Posts',
  'posts.write': '“Write a post”',
  'posts.publish': '“Publish”',
  'people.read': 'People',
  'roles.grant': '“Change role”',
  'audit.read': 'Audit log',
  'settings.change': 'Settings',
};

function newHere(permissions: readonly Permission[]): string | null {
  if (permissions.length === 0) return null;
  return `New here: ${permissions.map((each) => OPENS[each]).join(', ')}.`;
}

/** Whether the snapshot says what the user's access is, rather than that it is being loaded. */
function isKnown({ status, user }: Seen): boolean {
  return user !== null && (status === 'fresh' || status === 'refreshing' || status === 'stale');
}

function removed(before: Seen, now: number): AccessNotice {
  const ended = before.expiresAt !== null && before.expiresAt <= now;
  if (ended && before.role !== null) {
    return {
      kind: 'loss',
      text: `Your time as ${withArticle(before.role)} has ended.`,
      detail: 'Ask an admin if you need it for longer.',
    };
  }
  return {
    kind: 'loss',
    text: 'Your access was removed.',
    detail: 'You stay signed in. Ask an admin if this is a mistake.',
  };
}

function endChanged(before: Seen, after: Seen): AccessNotice | null {
  if (before.expiresAt === after.expiresAt || after.role === null) return null;
  const role = withArticle(after.role);
  const isLonger = after.expiresAt === null || after.expiresAt > (before.expiresAt ?? Infinity);
  const until = after.expiresAt === null ? null : dayAndTime(after.expiresAt);
  return {
    kind: isLonger ? 'gain' : 'loss',
    text:
      until === null ? `You are ${role} without an end now.` : `You are ${role} until ${until}.`,
  };
}
