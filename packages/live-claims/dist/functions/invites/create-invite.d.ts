import { type Firestore } from 'firebase-admin/firestore';
import { type CreateInviteRequest, type GrantRefusal, type RoleTable } from '../../core/index.js';
import { type Inviter } from './inviter.js';
export interface InviteOrder extends CreateInviteRequest {
    readonly inviter: Inviter;
    /** Why, for the audit log. */
    readonly reason?: string | null;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
}
export type CreatedInvite = {
    readonly outcome: 'created';
    readonly inviteId: string;
    readonly replaced: string | null;
} | {
    readonly outcome: 'refused';
    readonly reason: GrantRefusal;
}
/** The inviter has written as many as anybody may in an hour. */
 | {
    readonly outcome: 'too-many';
};
/**
 * Writes an invite, if its inviter could give the role at the moment of the commit. It replaces an
 * open one to the same address, if the inviter could have written that one too. Whether there is an
 * account with the address plays no part, so that nothing tells.
 */
export declare function createInvite({ db, roles }: {
    readonly db: Firestore;
    readonly roles: RoleTable;
}, { email, role, expiresAt, inviter, reason, now }: InviteOrder): Promise<CreatedInvite>;
