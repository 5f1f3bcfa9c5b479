import { FieldValue } from 'firebase-admin/firestore';
import type { Actor, AuditState } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';

export interface InviteEvent {
  readonly type: 'invite-created' | 'invite-withdrawn' | 'invite-accepted';
  readonly inviteId: string;
  readonly email: string;
  /** Who took it; null where nobody has. */
  readonly uid: string | null;
  readonly actor: Actor;
  /** Whose access, or what the invite offers; null for nothing. */
  readonly before: AuditState | null;
  readonly after: AuditState | null;
  /** In somebody's words; null for none. */
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
  });
}

/** How entries name the invite that they come from. */
export const inviteReason = (inviteId: string): string => `Invite ${inviteId}`;

/** What an invite offers, or what it was taken for, as the log has it. */
export function offered(role: string | null): AuditState {
  return { role, disabled: false, expiresAt: null, sessionsRevokedAt: null };
}
