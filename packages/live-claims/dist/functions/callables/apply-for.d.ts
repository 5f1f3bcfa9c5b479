import { type CallableRequest } from 'firebase-functions/https';
import type { ExpectedAccess, SyncResult } from '../../core/index.js';
import type { Project } from '../project.js';
import { type PersonEdit } from '../role-change/change-person.js';
/** An edit of somebody's access that a caller asks for. */
export interface EditOrder {
    readonly uid: string;
    readonly edit: PersonEdit;
    readonly expected?: ExpectedAccess | undefined;
    readonly reason?: string | null | undefined;
}
/**
 * Makes the edit for the caller, if their rank allows it, and applies it: when this resolves, new
 * tokens carry it and the marker is out. Who may do it is decided by the caller's document, never by
 * their token.
 *
 * @throws {HttpsError} `unauthenticated` and `permission-denied` with `RefusalDetails`; `not-found`
 *   (no such person); `aborted` (somebody else is at it; try again), with `ChangedMeanwhile` and the reason
 *   `changed-meanwhile` where the caller saw something else; `permission-denied` and
 *   `failed-precondition` with a `GrantRefusal` as `details.reason`.
 */
export declare function applyFor(project: Project, { auth }: CallableRequest, { uid, edit, expected, reason }: EditOrder): Promise<SyncResult>;
/** Reads a request. @throws {HttpsError} `invalid-argument`, naming the field. */
export declare function parsed<Request>(parse: (data: unknown) => Request, data: unknown): Request;
