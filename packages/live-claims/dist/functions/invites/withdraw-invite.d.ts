import type { Firestore } from 'firebase-admin/firestore';
import { type GrantRefusal, type RoleTable } from '../../core/index.js';
import { type Inviter } from './inviter.js';
export interface WithdrawOrder {
    readonly inviteId: string;
    readonly inviter: Inviter;
    /** Why, for the audit log. */
    readonly reason?: string | null;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
}
export type WithdrawnInvite = {
    readonly outcome: 'withdrawn';
} | {
    readonly outcome: 'refused';
    readonly reason: GrantRefusal;
}
/** It was never there, was withdrawn before, or somebody has taken it. */
 | {
    readonly outcome: 'not-open';
};
/**
 * Takes an open invite back, also one that is over or that nobody can read. Whoever may not write
 * invites does not learn whether there is one.
 */
export declare function withdrawInvite({ db, roles }: {
    readonly db: Firestore;
    readonly roles: RoleTable;
}, { inviteId, inviter, reason, now }: WithdrawOrder): Promise<WithdrawnInvite>;
