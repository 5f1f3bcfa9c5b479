import { type Firestore } from 'firebase-admin/firestore';
import { type ExpectedAccess, type GrantRefusal, type RefusalDetails, type RoleTable } from '../../core/index.js';
import { type Caller } from '../guards/check-access.js';
/** What is to become of a person's access; what is absent stays as it is. */
export interface PersonEdit {
    /** The role to give; null takes it away. */
    readonly role?: string | null;
    /** With `role`: when the grant ends, in milliseconds since the Unix epoch; absent or null for never. */
    readonly expiresAt?: number | null | undefined;
    readonly disabled?: boolean;
    /** Whether every session ends with this edit. */
    readonly endSessions?: boolean | undefined;
}
export interface PersonChange {
    /** Account id of who asks. */
    readonly actor: string;
    /** Their token; for a job on their behalf, what it was when the job began. */
    readonly caller: Caller;
    /** Account id of who is changed. */
    readonly uid: string;
    readonly edit: PersonEdit;
    /** What stood there when the change was decided on; another state is left alone. */
    readonly expected?: ExpectedAccess | undefined;
    /** Why, for the audit log. */
    readonly reason?: string | null | undefined;
    /** Id of this change, unique; stored with the revision. */
    readonly changeId: string;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
}
/** What came of asking for a change. */
export type ChangeOutcome = {
    readonly outcome: 'written' | 'already-so';
} | {
    readonly outcome: 'refused';
    readonly reason: GrantRefusal;
}
/** The caller may not be here at all. */
 | {
    readonly outcome: 'turned-away';
    readonly refusal: RefusalDetails;
}
/** The document is not what the change was decided on any more. */
 | ({
    readonly outcome: 'changed-meanwhile';
} & ChangedMeanwhile) | {
    readonly outcome: 'no-such-person';
};
/** What stands there instead, and who made it so, as far as the document says. */
export interface ChangedMeanwhile {
    readonly current: ExpectedAccess;
    readonly changedBy: string | null;
    /** Milliseconds since the Unix epoch. */
    readonly changedAt: number | null;
}
/**
 * Whether the actor may change anybody at all, by plain reads: only for these does `changePerson` begin a
 * transaction. What a transaction reads it locks, and an account without any permission must not be able
 * to hold up the others.
 *
 * @returns why not; null when they may ask.
 */
export declare function refuseActor(db: Firestore, roles: RoleTable, change: PersonChange): Promise<Extract<ChangeOutcome, {
    outcome: 'refused' | 'turned-away';
}> | null>;
/**
 * Writes a change of access to `users/{uid}`, if the actor's role in `users/{actor}` allows it at the
 * moment of the commit. One transaction: of two people who take each other's role at the same time,
 * the second one finds that they may no longer. Everybody may end their own sessions.
 */
export declare function changePerson(db: Firestore, roles: RoleTable, change: PersonChange): Promise<ChangeOutcome>;
/** What stands in the document, as a caller may have seen it. */
export declare function accessIn(data: Readonly<Record<string, unknown>> | undefined): ExpectedAccess;
