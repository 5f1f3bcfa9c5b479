import { FieldValue, type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import { type ClaimsVersion, type Provisioning } from '../../core/index.js';
import type { Project } from '../project.js';
import type { Source } from '../sync/ports.js';
/** An account as its provider describes it. */
export interface NewAccount {
    readonly uid: string;
    readonly email: string | null;
    readonly emailVerified: boolean;
    readonly displayName: string | null;
    readonly photoURL: string | null;
}
/** What is remembered of an account that had the id before. */
export interface Former {
    /** When its sessions ended, in whole seconds since the Unix epoch; null for never. */
    readonly sessionsEndedAt: number | null;
    /** When its access was lowered or deleted last; 0 for never. */
    readonly loweredVersion: ClaimsVersion;
}
/** A project, and what a new document gets beside its access there: nothing unless it says so. */
export interface Place extends Pick<Project, 'db' | 'engine'> {
    readonly provisioning?: Provisioning;
}
/** A document that was made, and where its role came from. */
export interface CreatedDocument {
    readonly source: Source;
    /** Id of the invite; null for the table's initial role, or for none. */
    readonly inviteId: string | null;
}
/**
 * Makes `users/{uid}` for an account that is about to be created, with the role of an invite or the
 * initial one. A document that is there by now is kept: an admin's, or this one's own, whose commit
 * took effect although its answer was lost.
 *
 * @param invitable whether there may be an invite: what `mayHaveInvite` said.
 * @throws when Firestore cannot be reached.
 */
export declare function createDocument(place: Place, account: NewAccount, former: Former, { changeId, invitable }: {
    readonly changeId: string;
    readonly invitable: boolean;
}): Promise<CreatedDocument>;
/**
 * Whether a look into the invites is worth while. Only for an address that the identity provider
 * vouches for: anybody can sign up with somebody else's. In a lockdown nobody takes an invite.
 */
export declare function mayHaveInvite({ db }: Pick<Place, 'db'>, { email, emailVerified }: Pick<NewAccount, 'email' | 'emailVerified'>): Promise<boolean>;
/** What a new document grants; sessions of an account that had this id before stay over. */
export declare function startingAccess(role: string | null, { sessionsEndedAt }: Pick<Former, 'sessionsEndedAt'>): {
    role: string | null;
    roleExpiresAt: null;
    disabled: boolean;
} | {
    role: string | null;
    roleExpiresAt: null;
    disabled: boolean;
    sessionsRevokedAt: Timestamp;
};
/** Writes down what an account starts with, in the commit that gives it. */
export declare function auditStart(db: Firestore, commit: Transaction | WriteBatch, start: {
    readonly account: NewAccount;
    readonly access: ReturnType<typeof startingAccess>;
    readonly changeId: string;
    readonly inviteId: string | null;
}): void;
export declare function documentOf(place: Pick<Place, 'provisioning'>, account: NewAccount, access: ReturnType<typeof startingAccess>, changeId: string): {
    role: string | null;
    roleExpiresAt: null;
    disabled: boolean;
    updatedAt: FieldValue;
    updatedBy: string;
    changeId: string;
} | {
    role: string | null;
    roleExpiresAt: null;
    disabled: boolean;
    sessionsRevokedAt: Timestamp;
    updatedAt: FieldValue;
    updatedBy: string;
    changeId: string;
};
/** What the identity provider says of a person, where the app keeps that in this collection. */
export declare function profileOf({ provisioning }: Pick<Place, 'provisioning'>, { email, displayName, photoURL }: Pick<NewAccount, 'email' | 'displayName' | 'photoURL'>): {};
/** Whether Firestore refused to create a document because there is one. */
export declare function isThereAlready(error: unknown): boolean;
