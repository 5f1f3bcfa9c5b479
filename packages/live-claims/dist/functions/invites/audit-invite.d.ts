import { type Firestore, type Transaction } from 'firebase-admin/firestore';
import { type Actor, type AuditState } from '../../core/index.js';
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
/** Writes the entry in the transaction of what it tells of. */
export declare function auditInvite(db: Firestore, transaction: Transaction, { inviteId, reason, ...event }: InviteEvent): void;
/** How entries name the invite that they come from. */
export declare const inviteReason: (inviteId: string) => string;
/** What an invite offers, or what it was taken for, as the log has it. */
export declare function offered(role: string | null): AuditState;
