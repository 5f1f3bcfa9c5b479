import type { Actor, RoleTable, SyncResult } from '../../core/index.js';
import { type SyncPlan } from './plan-sync.js';
import type { AccessDocuments, Accounts, Revisions, Source } from './ports.js';
/** Why a sync runs: nothing, where no edit has asked for it. */
export interface Cause {
    /** The edit that it follows. */
    readonly followed?: Revisions;
    /** Who is behind a revision and why, for the audit log, where it brought no entry of its own. */
    readonly by?: {
        readonly revision: Source;
        readonly actor: Actor;
        readonly reason?: string;
    };
    /** Seconds over which clients spread their refreshes, where the access itself stays the same. */
    readonly spread?: number;
}
export interface SyncEngine {
    readonly roles: RoleTable;
    readonly accounts: Accounts;
    readonly documents: AccessDocuments;
}
/** What a sync came to. */
export interface SyncOutcome extends SyncResult {
    /** Whether anything was written. */
    readonly changed: boolean;
}
/** The documents kept moving under the sync for `MAX_ROUNDS` rounds. To be tried again later. */
export declare class SyncContention extends Error {
    constructor(uid: string);
}
/**
 * Makes an account's claims and its marker agree with `users/{uid}`.
 *
 *     look  →  plan  →  claims  →  marker and audit  →  has the document moved? then again
 *
 * May run any number of times, at the same time, in any order, and may die between any two steps,
 * as long as it is run once more after that. Claims have no conditional write, so a slow run can
 * still overwrite newer ones; it notices when it looks at the document afterwards, and repairs it.
 *
 * @returns what the marker says now.
 * @throws {SyncContention} and whatever the ports reject with; the caller repeats the sync later.
 */
export declare function syncUser(engine: SyncEngine, uid: string, cause?: Cause): Promise<SyncOutcome>;
/** What a sync for this edit would do now; for who only wants to know whether one is due. */
export declare function planFor(engine: SyncEngine, uid: string, followed: Revisions): Promise<SyncPlan>;
/** Whether two reads found the same; of a missing document every read does. */
export declare function isSameRevision(a: Source, b: Source): boolean;
