import { createHash } from 'node:crypto';
import { FieldValue, type Query } from 'firebase-admin/firestore';
import {
  type Actor,
  type AuditState,
  type Invite,
  type Milliseconds,
  millisOf,
  normalizeEmail,
  type Seconds,
  versionAt,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';

const DAY_MS = 86_400_000;

/**
 * `invitedBy` of an invite from the command line: an operator has no account here, and outranks
 * all users. No document can have this id (Firestore reserves `__…__`), so no account is it.
 */
export const OPERATOR = '__operator__';

/** Why an invite cannot end then; null when it can. Both in milliseconds since the Unix epoch. */
export function endProblem(
  expiresAt: Milliseconds,
  now: Milliseconds,
  maxDays: number,
): string | null {
  if (expiresAt <= now) return 'expiresAt must be in the future.';
  if (expiresAt - now <= maxDays * DAY_MS) return null;
  return `expiresAt must be within ${maxDays} days.`;
}

/**
 * Document id of the invite to an address: one address, one document, so that of two invites at the
 * same moment the later one replaces the other instead of standing beside it. Addresses may have
 * characters that ids may not, hence the hash.
 *
 * @param email in lower case.
 */
export function inviteId(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}

/** The functions write one; more may come from the console. */
const MOST_PER_ADDRESS = 10;

/** The invites to an address that were not accepted, expired ones among them. */
export function openInvites(store: Store, email: string): Query {
  return store.invites
    .where('email', '==', normalizeEmail(email))
    .where('acceptedAt', '==', null)
    .limit(MOST_PER_ADDRESS);
}

export interface InviteEvent {
  readonly type: 'invite-created' | 'invite-withdrawn' | 'invite-accepted';
  readonly inviteId: string;
  readonly email: string;
  /** The account that accepted it; null for none. */
  readonly uid: string | null;
  readonly actor: Actor;
  /** Whose access, or what the invite offers; null for nothing. */
  readonly before: AuditState | null;
  readonly after: AuditState | null;
  /** As its author wrote it; null for none. */
  readonly reason?: string | null;
}

/** Writes the entry in the commit of what it tells of. */
export function auditInvite(
  store: Store,
  commit: Pick<Commit, 'create'>,
  { inviteId, reason = null, ...event }: InviteEvent,
): void {
  commit.create(store.audit.doc(), {
    at: FieldValue.serverTimestamp(),
    ...event,
    reason: [inviteReason(inviteId), reason].filter(Boolean).join(': '),
    outcome: 'applied',
    version: 0,
    job: null,
  });
}

/** How entries name the invite that they come from. */
export const inviteReason = (inviteId: string): string => `Invite ${inviteId}`;

/** What an invite offers, or what it was taken for, as the log has it. */
export function offered(role: string | null, expiresAt: Seconds | null = null): AuditState {
  return { role, disabled: false, expiresAt, sessionsRevokedAt: null };
}

/** When the role ends that an invite gives, in milliseconds since the Unix epoch; null for never. */
export function endOfRole({ roleExpiresAt }: Pick<Invite, 'roleExpiresAt'>): Milliseconds | null {
  return roleExpiresAt == null ? null : millisOf(versionAt(roleExpiresAt));
}
