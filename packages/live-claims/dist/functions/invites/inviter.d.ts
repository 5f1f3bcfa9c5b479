import type { Firestore, Transaction } from 'firebase-admin/firestore';
import type { Actor, GrantRefusal, RoleTable } from '../../core/index.js';
/** Who writes or withdraws an invite: a signed-in person, or an operator, who outranks everybody. */
export type Inviter = {
    readonly kind: 'person';
    readonly uid: string;
} | {
    readonly kind: 'operator';
};
/** What stands in the invite as `invitedBy`. */
export declare const inviterId: (inviter: Inviter) => string;
/** The same for the audit log. */
export declare const actorOf: (inviter: Inviter) => Actor;
/** Whether the inviter may offer a role, or take back an offer of it; null when they may. */
export type RefuseRole = (role: string | null) => GrantRefusal | null;
/**
 * Reads the inviter's role in the transaction. An invite is a grant to somebody whom nobody knows
 * yet, and without an end, so the rules of granting decide.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function readInviter({ db, roles }: {
    readonly db: Firestore;
    readonly roles: RoleTable;
}, transaction: Transaction, inviter: Inviter, now: number): Promise<RefuseRole>;
