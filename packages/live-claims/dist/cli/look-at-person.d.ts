import type { UserRecord } from 'firebase-admin/auth';
import { type DriftCode, type Marker } from '../core/index.js';
import { type DriftInWords } from './explain-drift.js';
import type { FoundPerson } from './find-person.js';
import type { OpenProject } from './open-project.js';
/** Everything that stands there about a person. */
export interface PersonView {
    readonly uid: string;
    readonly account: UserRecord | null;
    /** The fields of `users/{uid}`; null when there is no such document. */
    readonly document: Readonly<Record<string, unknown>> | null;
    /** What stands in `userClaims/{uid}`; null when there is no such document. */
    readonly marker: Readonly<Record<string, unknown>> | null;
    /** The same, read; null also when it cannot be read. */
    readonly parsedMarker: Marker | null;
    readonly codes: readonly DriftCode[];
    readonly drift: readonly DriftInWords[];
}
/**
 * Reads document and marker in one go, and says where they and the account disagree.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function lookAtPerson({ db, engine: { roles } }: OpenProject, { uid, account }: FoundPerson, now: number): Promise<PersonView>;
